using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Options;
using SmsBridge.Storage;

namespace SmsBridge.Inbound;

/// <summary>The spool has no room left.</summary>
internal sealed class SpoolFullException(string message) : IOException(message);

/// <summary>Texts on the local disk, in order of arrival, forced to the disk before <see cref="Append"/> returns.</summary>
internal sealed class SpoolLog : IDisposable
{
    private const long Reserve = 64 * 1024;

    private readonly SpoolFolder folder;
    private readonly long capacity;
    private readonly Batcher<SpoolRecord, bool> writer;
    private readonly SemaphoreSlim file = new(1, 1);
    private readonly ConcurrentDictionary<string, int> counts = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim aside = new(1, 1);
    private FileStream? current;
    private long size;

    public SpoolLog(IOptions<SpoolOptions> options)
    {
        folder = SpoolFolder.Take(options.Value.Directory);
        capacity = options.Value.MaxMegabytes * 1024L * 1024L;
        size = folder.Segments().Sum(s => new FileInfo(s).Length);
        foreach (var segment in folder.Segments())
        {
            counts[segment] = File.ReadLines(segment).Count();
        }

        writer = new(WriteBatch, maxBatch: 500);
        HasTexts = folder.Segments().Length > 0;
    }

    /// <summary>While this is true, new texts go here too, behind the ones that wait.</summary>
    public bool HasTexts { get; private set; }

    public long Bytes => Interlocked.Read(ref size);

    /// <summary>Room for a few more texts does not count: they are longer than that together.</summary>
    public bool IsFull => Bytes > capacity - Reserve;

    /// <summary>How many texts wait.</summary>
    public int Texts => counts.Values.Sum();

    /// <summary>When the oldest of them came; null: none waits.</summary>
    public DateTimeOffset? Since => counts.Keys.Select(SpoolFolder.Begun).Min();

    /// <exception cref="SpoolFullException">There is no room; nothing was written.</exception>
    public Task Append(SpoolRecord record)
    {
        HasTexts = true;
        return writer.Write(record);
    }

    /// <summary>Closes the file under way and names all files to drain, oldest first; none: the spool is empty from now on.</summary>
    public async Task<string[]> SegmentsToDrain()
    {
        await file.WaitAsync();
        try
        {
            current?.Dispose();
            current = null;
            var segments = folder.Segments();
            HasTexts = segments.Length > 0;
            return segments;
        }
        finally
        {
            file.Release();
        }
    }

    /// <summary>Removes a file that is drained.</summary>
    public void Remove(string segment)
    {
        Interlocked.Add(ref size, -new FileInfo(segment).Length);
        File.Delete(segment);
        counts.TryRemove(segment, out _);
    }

    /// <summary>Keeps a line that cannot be used, for people to look at.</summary>
    public async Task SetAside(string line)
    {
        await aside.WaitAsync();
        try
        {
            await PrivateFiles.Append(folder.SetAsideFile, line + "\n");
        }
        finally
        {
            aside.Release();
        }
    }

    /// <summary>Removes the lines set aside that are not wanted any more, and the file with the last of them.</summary>
    /// <returns>How many.</returns>
    public async Task<int> KeepAside(Func<string, Task<bool>> isWanted)
    {
        await aside.WaitAsync();
        try
        {
            if (!File.Exists(folder.SetAsideFile))
            {
                return 0;
            }

            var lines = await File.ReadAllLinesAsync(folder.SetAsideFile);
            var kept = new List<string>(lines.Length);
            foreach (var line in lines)
            {
                if (await isWanted(line))
                {
                    kept.Add(line);
                }
            }

            if (kept.Count == 0)
            {
                File.Delete(folder.SetAsideFile);
            }
            else if (kept.Count < lines.Length)
            {
                await PrivateFiles.Replace(folder.SetAsideFile, kept);
            }

            return lines.Length - kept.Count;
        }
        finally
        {
            aside.Release();
        }
    }

    public void Dispose()
    {
        current?.Dispose();
        file.Dispose();
        aside.Dispose();
        folder.Dispose();
    }

    /// <summary>A write that fails half-way leaves a line without an end: nothing may be written behind it.</summary>
    private async Task Write(FileStream segment, byte[] bytes)
    {
        var before = segment.Length;
        try
        {
            await segment.WriteAsync(bytes);
            segment.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            current = null;
            segment.Dispose();
            Interlocked.Add(ref size, new FileInfo(segment.Name).Length - before);
            throw;
        }
    }

    private async Task<bool[]> WriteBatch(IReadOnlyList<SpoolRecord> records)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(records.Select(r => r.ToLine())));
        await file.WaitAsync();
        try
        {
            if (Bytes + bytes.Length > capacity)
            {
                throw new SpoolFullException("The spool is full; raise Spool:MaxMegabytes or bring Postgres back.");
            }

            // The drain may have emptied the spool since these texts were sent here: there is something to drain again.
            HasTexts = true;
            current ??= PrivateFiles.Open(folder.NewSegment(), FileMode.Append, FileAccess.Write, FileShare.Read);
            await Write(current, bytes);
            Interlocked.Add(ref size, bytes.Length);
            counts.AddOrUpdate(current.Name, records.Count, (_, count) => count + records.Count);
            return new bool[records.Count];
        }
        finally
        {
            file.Release();
        }
    }
}
