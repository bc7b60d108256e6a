namespace SmsBridge.Sandbox.Postgres;

/// <summary>Where clusters live, and whether the server's account gets there.</summary>
internal static class DataFolder
{
    /// <summary>The folder asked for, or a new temporary one, in a place that the server's account can enter.</summary>
    public static async Task<string> Prepare(string? asked, ServerAccount account, CancellationToken cancellation)
    {
        if (asked is null)
        {
            var temporary = Directory.CreateTempSubdirectory("smsbridge-postgres-").FullName;
            await account.Own(temporary, cancellation);
            return temporary;
        }

        var folder = Path.GetFullPath(asked);
        Directory.CreateDirectory(folder);
        if (!await account.MayEnter(folder, cancellation))
        {
            throw new LocalPostgresException(
                $"The user '{account.User}', as which Postgres runs here, may not enter {folder}. Choose a folder outside of closed ones such as /root."
            );
        }

        return folder;
    }

    /// <summary>The wished folder, or, where the server's account may not go there (a clone below /root), one below /var/lib.</summary>
    public static async Task<string> NearestTo(string wished, CancellationToken cancellation)
    {
        var account = await ServerAccount.Choose(cancellation);
        var folder = Path.GetFullPath(wished);
        Directory.CreateDirectory(folder);
        if (await account.MayEnter(folder, cancellation))
        {
            return folder;
        }

        var key = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(folder)))[..12];
        return Path.Combine("/var/lib/smsbridge-sandbox", key);
    }

    public static void DeleteIfTemporary(string? asked, string folder)
    {
        if (asked is null && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
