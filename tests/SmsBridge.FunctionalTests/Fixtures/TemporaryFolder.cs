namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>A folder that is gone at the end of the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("smsbridge-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
