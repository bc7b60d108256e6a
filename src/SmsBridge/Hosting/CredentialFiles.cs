namespace SmsBridge.Hosting;

/// <summary>Settings that are files: systemd's LoadCredential, or a mounted secret. One file a setting, named like its environment variable.</summary>
internal static class CredentialFiles
{
    /// <summary>Set by systemd; everybody else may set it, too.</summary>
    private const string Variable = "CREDENTIALS_DIRECTORY";

    public static void AddCredentialFiles(this IConfigurationBuilder configuration)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder)
        {
            configuration.AddKeyPerFile(Path.GetFullPath(folder), optional: true);
        }
    }
}
