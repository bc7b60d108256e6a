namespace SmsBridge.Tests.Layout;

/// <summary>The service's source files, found upwards from where the tests run.</summary>
internal static class Sources
{
    public static string Root { get; } = Find();

    /// <summary>Text by path below src/SmsBridge, with forward slashes.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } = Read();

    public static string FolderOf(string path) => path.Contains('/') ? path[..path.LastIndexOf('/')] : "";

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SmsBridge.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests run outside the repository.");
    }

    private static Dictionary<string, string> Read()
    {
        var service = Path.Combine(Root, "src", "SmsBridge");
        return Directory
            .EnumerateFiles(service, "*.*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".cs" or ".razor")
            .Select(f => (Path: Path.GetRelativePath(service, f).Replace('\\', '/'), File: f))
            .Where(f => !f.Path.StartsWith("bin/", StringComparison.Ordinal) && !f.Path.StartsWith("obj/", StringComparison.Ordinal))
            .ToDictionary(f => f.Path, f => File.ReadAllText(f.File), StringComparer.Ordinal);
    }
}
