using System.Diagnostics;

namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>A folder on a disk of 512 kB that can be filled up; a tmpfs, so Linux and root only.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int Size = 512 * 1024;

    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    private string Filling => Path.Combine(Folder, "filling");

    /// <summary>Skips the test where nothing can be mounted.</summary>
    public static SmallDisk Mount(string folder)
    {
        Directory.CreateDirectory(folder);
        Assert.SkipUnless(
            OperatingSystem.IsLinux()
                && Environment.IsPrivilegedProcess
                && Run("mount", "-t", "tmpfs", "-o", $"size={Size}", "none", folder),
            "A small disk needs a tmpfs, which cannot be mounted here."
        );
        return new SmallDisk(folder);
    }

    /// <summary>Fills the disk but for so many bytes, in whole pages.</summary>
    public void Fill(int free)
    {
        using var file = new FileStream(Filling, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            for (var i = 0; i < Size; i += 4096)
            {
                file.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            // Full.
        }

        file.SetLength(Math.Max(0, file.Length - free));
    }

    public void Empty() => File.Delete(Filling);

    public void Dispose() => Run("umount", "-l", Folder);

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true }
        )!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
