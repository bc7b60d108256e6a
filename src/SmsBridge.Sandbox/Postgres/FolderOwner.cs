namespace SmsBridge.Sandbox.Postgres;

/// <summary>The claim of one process on a data folder: a file lock, which the kernel drops when that process ends in any way.</summary>
internal sealed class FolderOwner : IDisposable
{
    private readonly FileStream _lock;

    private FolderOwner(FileStream held) => _lock = held;

    public static FolderOwner Claim(string folder)
    {
        var pidFile = Path.Combine(folder, "owner.pid");
        try
        {
            // Exclusive sharing is flock(2) here; children do not inherit it.
            var held = new FileStream(Path.Combine(folder, "owner.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(pidFile, Environment.ProcessId.ToString());
            return new(held);
        }
        catch (IOException e) when (e is not DirectoryNotFoundException)
        {
            var pid = File.Exists(pidFile) ? File.ReadAllText(pidFile) : "unknown";
            throw new LocalPostgresException(
                $"The data folder {folder} is in use by process {pid}. Stop that one first, or choose another folder.",
                e
            );
        }
    }

    public void Dispose() => _lock.Dispose();
}
