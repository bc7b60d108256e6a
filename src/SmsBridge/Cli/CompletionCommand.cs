using System.CommandLine;

namespace SmsBridge.Cli;

/// <summary><c>smsbridge completion bash|zsh|fish</c>: scripts that ask the program itself what may come next.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # bash: eval "$(smsbridge completion bash)"
        _smsbridge() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(smsbridge "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _smsbridge smsbridge

        """;

    private const string Zsh = """
        # zsh: eval "$(smsbridge completion zsh)"
        _smsbridge() {
            local -a found
            found=("${(@f)$(smsbridge "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            compadd -- $found
        }
        compdef _smsbridge smsbridge

        """;

    private const string Fish = """
        # fish: smsbridge completion fish | source
        function __smsbridge_complete
            set -l line (commandline -cp)
            smsbridge "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c smsbridge -f -a '(__smsbridge_complete)'
        complete -c smsbridge -s f -l file -F

        """;

    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = Bash,
        ["zsh"] = Zsh,
        ["fish"] = Fish,
    };

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new Command("completion", "Prints a script that completes smsbridge's words in your shell") { shell };
        command.SetAction(line => Terminal.Raw(Scripts[line.GetRequiredValue(shell)]));
        return command;
    }
}
