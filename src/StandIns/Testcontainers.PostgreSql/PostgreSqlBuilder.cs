using System.Diagnostics.CodeAnalysis;

namespace Testcontainers.PostgreSql;

/// <summary>Describes a Postgres container; immutable, each With gives a new builder.</summary>
public sealed class PostgreSqlBuilder
{
    private readonly string image;

    /// <summary>Builder for an image with its tag, such as <c>postgres:16</c>.</summary>
    public PostgreSqlBuilder(string image)
    {
        ArgumentException.ThrowIfNullOrEmpty(image);
        this.image = image;
    }

    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "The image is all that a builder here holds.")]
    public PostgreSqlBuilder WithImage(string image) => new(image);

    /// <summary>
    /// The container, not started. The real package throws DockerUnavailableException already here when it finds no Docker
    /// endpoint, and from StartAsync when the endpoint does not answer: keep both calls inside the same try.
    /// </summary>
    public PostgreSqlContainer Build() => new(image);
}
