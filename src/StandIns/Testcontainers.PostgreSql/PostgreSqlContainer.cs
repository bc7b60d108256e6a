using DotNet.Testcontainers.Builders;

namespace Testcontainers.PostgreSql;

/// <summary>A container that cannot start: the stand-in has no Docker client, and says so as the real package says that Docker is away.</summary>
public sealed class PostgreSqlContainer : IAsyncDisposable
{
    private readonly string image;

    internal PostgreSqlContainer(string image) => this.image = image;

    /// <summary>Always fails with <see cref="DockerUnavailableException"/>.</summary>
    public Task StartAsync(CancellationToken ct = default) =>
        ct.IsCancellationRequested
            ? Task.FromCanceled(ct)
            : Task.FromException(
                new DockerUnavailableException(
                    $"Cannot start {image}: this build uses a stand-in for Testcontainers. Build with -p:OfficialSdks=true to use Docker."
                )
            );

    /// <summary>Fails with InvalidOperationException, as for every container that has not been started.</summary>
    public string GetConnectionString() => throw new InvalidOperationException($"The container of {image} has not been started.");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
