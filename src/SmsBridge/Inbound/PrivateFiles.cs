using System.Runtime.Versioning;
using System.Text;

namespace SmsBridge.Inbound;

/// <summary>
/// Files and folders for the bridge's own user alone, whatever the umask is: they hold texts and numbers. On Windows the folder's access list decides.
/// </summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    private const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;

    /// <summary>With the folders above it, as far as they are missing; one that is there stays as it is.</summary>
    /// <returns>The full path.</returns>
    public static string CreateFolder(string path)
    {
        var full = Path.GetFullPath(path);
        if (OperatingSystem.IsWindows())
        {
            return Directory.CreateDirectory(full).FullName;
        }

        // .NET gives the mode to the last one alone.
        if (Path.GetDirectoryName(full) is { } above && !Directory.Exists(above))
        {
            CreateFolder(above);
        }

        return Directory.CreateDirectory(full, OwnFolder).FullName;
    }

    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = access,
            Share = share,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnFile;
        }

        return new FileStream(path, options);
    }

    public static async Task Append(string path, string text)
    {
        await using var file = Open(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        await file.WriteAsync(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>A file that is there is replaced as a whole.</summary>
    public static async Task Replace(string path, IEnumerable<string> lines)
    {
        var anew = $"{path}.new";
        await using (var file = Open(anew, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => $"{l}\n"))));
        }

        File.Move(anew, path, overwrite: true);
    }

    /// <summary>Takes from others what an earlier version, or somebody else, has given them; what is not ours stays as it is, and the doctor says so.</summary>
    public static void Close(string path)
    {
        if (!OperatingSystem.IsWindows() && IsOpen(path))
        {
            TrySet(path, File.GetUnixFileMode(path) & ~Others);
        }
    }

    /// <summary>Whether anybody but its owner, and root, can do anything with it.</summary>
    public static bool IsOpen(string path) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != UnixFileMode.None;

    /// <summary>Whether we may change its rights; a volume that a platform mounts belongs to the platform.</summary>
    public static bool IsOurs(string path) => OperatingSystem.IsWindows() || TrySet(path, File.GetUnixFileMode(path));

    [UnsupportedOSPlatform("windows")]
    private static bool TrySet(string path, UnixFileMode mode)
    {
        try
        {
            File.SetUnixFileMode(path, mode);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
