namespace DotNet.Testcontainers.Builders;

/// <summary>No Docker engine can be reached; tests catch it and take another Postgres.</summary>
public sealed class DockerUnavailableException : Exception
{
    public DockerUnavailableException() { }

    public DockerUnavailableException(string message)
        : base(message) { }

    public DockerUnavailableException(string message, Exception innerException)
        : base(message, innerException) { }
}
