namespace SmsBridge.Sandbox.Postgres;

/// <summary>The account that Postgres runs as: our own, or <c>postgres</c> when we are root, as Postgres refuses to run as root.</summary>
internal sealed record ServerAccount(IReadOnlyList<string> Prefix, string? User)
{
    private const string Name = "postgres";

    public static async Task<ServerAccount> Choose(CancellationToken cancellation)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new([], null);
        }

        var group = await Command.Run(["id", "-g", Name], cancellation);
        if (group.ExitCode != 0)
        {
            throw new LocalPostgresException(
                $"Postgres does not run as root, and there is no user '{Name}' to run it as. "
                    + $"Add one (useradd --system {Name}) or start this as an ordinary user."
            );
        }

        if (OnPath("setpriv") is { } setpriv)
        {
            return new([setpriv, $"--reuid={Name}", $"--regid={group.Output.Trim()}", "--init-groups", "--"], Name);
        }

        if (OnPath("runuser") is { } runuser)
        {
            return new([runuser, "-u", Name, "--"], Name);
        }

        throw new LocalPostgresException("Neither setpriv nor runuser is here to drop root rights with: start this as an ordinary user.");
    }

    public IReadOnlyList<string> Words(params IEnumerable<string> command) => [.. Prefix, .. command];

    /// <summary>Hands a folder over to the server's account.</summary>
    public Task Own(string folder, CancellationToken cancellation) =>
        User is null ? Task.CompletedTask : Command.Demand(["chown", User, folder], cancellation);

    /// <summary>Whether the account may enter a folder: /root, for one, is closed to it.</summary>
    public async Task<bool> MayEnter(string folder, CancellationToken cancellation) =>
        User is null || (await Command.Run(Words("test", "-x", folder), cancellation)).ExitCode == 0;

    internal static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Concat(["/usr/sbin", "/sbin"])
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
