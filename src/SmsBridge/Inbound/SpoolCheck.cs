using Microsoft.Extensions.Options;
using SmsBridge.Hosting;

namespace SmsBridge.Inbound;

/// <summary>Whether the spool can be written from here, and whether something is left in it.</summary>
internal sealed class SpoolCheck(IOptions<SpoolOptions> options) : ICheck
{
    public Task<IReadOnlyList<Probe>> Probes(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Probe>>([
            Probe.Of(null, _ => Task.FromResult(Look(options.Value.Directory))),
            new Probe(null, _ => Task.FromResult(Open(options.Value.Directory))),
        ]);

    /// <summary>What is inside of a closed folder is closed as well, whatever its own rights are; a file may be moved out of it one day.</summary>
    private static IReadOnlyList<Finding> Open(string directory)
    {
        var folder = Path.GetFullPath(directory);
        var open = Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories).Where(PrivateFiles.IsOpen).ToList();
        if (PrivateFiles.IsOpen(folder) && PrivateFiles.IsOurs(folder))
        {
            open.Insert(0, folder);
        }

        return open.Count == 0
            ? []
            :
            [
                Finding.Warn(
                    $"{open[0]}{(open.Count > 1 ? $" and {open.Count - 1} more" : "")} can be used by others on this machine",
                    $"Texts wait there in the clear. Close it: chmod -R go= {folder}"
                ),
            ];
    }

    /// <summary>Reading the options has written a file there, or failed.</summary>
    private static Finding Look(string directory)
    {
        var folder = Path.GetFullPath(directory);
        var texts = Directory.GetFiles(folder, "texts-*.log", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length);
        return Directory.GetFiles(folder, "set-aside.log", SearchOption.AllDirectories) is [var aside, ..]
                ? Finding.Warn($"{aside} has texts that could not be used", "Read them, then move the file away.")
            : texts > 0
                ? Finding.Warn(
                    $"{folder} holds {texts / 1024 + 1} kB of texts that wait for the database",
                    "They go there by themselves once it answers a running instance."
                )
            : Finding.Ok($"{folder} can be written and is empty");
    }
}
