namespace SmsBridge.Sandbox.Up;

/// <summary>What <c>up</c> is told: the built bridge (smsbridge.dll) and the folder for its data and log, both as full paths.</summary>
internal sealed record UpOptions(string Bridge, string Data)
{
    public const string Usage = "up --bridge SMSBRIDGE.DLL [--data DIR]";

    /// <summary>Null when the arguments make no sense.</summary>
    public static UpOptions? Parse(ReadOnlySpan<string> arguments) =>
        arguments switch
        {
            ["--bridge", var bridge] => new(Path.GetFullPath(bridge), Path.GetFullPath(".local")),
            ["--bridge", var bridge, "--data", var data] => new(Path.GetFullPath(bridge), Path.GetFullPath(data)),
            _ => null,
        };
}
