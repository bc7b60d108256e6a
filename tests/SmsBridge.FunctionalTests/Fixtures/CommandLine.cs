using System.Diagnostics;
using System.Text.Json;

namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>What a command left behind.</summary>
internal sealed record Ran(int ExitCode, string Output, string Errors)
{
    public JsonElement Json => JsonElement.Parse(Output);

    /// <summary>Both outputs, for messages.</summary>
    public string All => $"{Output}\n{Errors}";

    public Ran ShouldEndWith(int code)
    {
        ExitCode.ShouldBe(code, All);
        All.ShouldNotContain("   at ", customMessage: "a stack trace helps no operator");
        return this;
    }
}

/// <summary>smsbridge in a shell, as an operator runs it: a process of its own, with these settings as environment variables.</summary>
internal sealed class CommandLine(IReadOnlyDictionary<string, string?> settings)
{
    public Task<Ran> Run(params string[] arguments) => RunWith("", arguments);

    /// <param name="input">The standard input.</param>
    public async Task<Ran> RunWith(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "smsbridge.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return new Ran(process.ExitCode, await output, await errors);
    }

    /// <summary>With one setting changed.</summary>
    public CommandLine With(string key, string? value) => new(new Dictionary<string, string?>(settings) { [key] = value });
}

/// <summary>A shell for each kind of test.</summary>
internal static class CommandLines
{
    /// <summary>On the machine of the bridge's first instance.</summary>
    public static CommandLine CommandLine(this BridgeUnderTest bridge) =>
        new(bridge.Settings(bridge.Instances[0].PublicAddress, bridge.Instances[0].OpsAddress));
}
