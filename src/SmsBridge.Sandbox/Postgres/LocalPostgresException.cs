namespace SmsBridge.Sandbox.Postgres;

/// <summary>Local Postgres cannot run; the message says why and what to do, ready to be shown to a person.</summary>
internal sealed class LocalPostgresException : Exception
{
    public LocalPostgresException() { }

    public LocalPostgresException(string message)
        : base(message) { }

    public LocalPostgresException(string message, Exception inner)
        : base(message, inner) { }
}
