namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>The checked out repository that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "SmsBridge.sln"))
            ? folder.FullName
            : Find(folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository."));
}
