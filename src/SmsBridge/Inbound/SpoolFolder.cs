namespace SmsBridge.Inbound;

/// <summary>
/// One instance's folder inside <c>Spool:Directory</c>, held by a lock that ends with the process. An instance takes the first free one, and so
/// takes over what a dead instance left behind.
/// </summary>
internal sealed class SpoolFolder : IDisposable
{
    private const int MostInstances = 64;

    private readonly FileStream held;

    private SpoolFolder(string path, FileStream held) => (Path, this.held) = (path, held);

    public string Path { get; }

    public string SetAsideFile => System.IO.Path.Combine(Path, "set-aside.log");

    public static SpoolFolder Take(string directory)
    {
        // One that has something to drain comes first.
        var slots = Enumerable.Range(0, MostInstances).Select(i => System.IO.Path.Combine(directory, $"instance-{i}"));
        foreach (var slot in slots.OrderByDescending(s => Directory.Exists(s) && Segments(s).Length > 0))
        {
            PrivateFiles.CreateFolder(slot);
            try
            {
                var file = PrivateFiles.Open(
                    System.IO.Path.Combine(slot, "lock"),
                    FileMode.OpenOrCreate,
                    FileAccess.ReadWrite,
                    FileShare.None
                );
                foreach (var path in Directory.GetFiles(slot).Append(slot))
                {
                    PrivateFiles.Close(path);
                }

                return new SpoolFolder(slot, file);
            }
            catch (IOException)
            {
                // Another instance has it.
            }
        }

        throw new IOException($"{MostInstances} instances use Spool:Directory '{directory}' already. Give this one another folder.");
    }

    /// <summary>Files with texts, oldest first.</summary>
    public string[] Segments() => Segments(Path);

    public string NewSegment() => System.IO.Path.Combine(Path, $"texts-{Guid.CreateVersion7()}.log");

    /// <summary>When a file was begun: its name says it.</summary>
    public static DateTimeOffset? Begun(string segment) =>
        Guid.TryParse(System.IO.Path.GetFileNameWithoutExtension(segment)["texts-".Length..], out var id)
            ? DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(id.ToString("n")[..12], 16))
            : null;

    public void Dispose() => held.Dispose();

    private static string[] Segments(string path) => [.. Directory.GetFiles(path, "texts-*.log").Order(StringComparer.Ordinal)];
}
