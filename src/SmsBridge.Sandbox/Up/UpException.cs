namespace SmsBridge.Sandbox.Up;

/// <summary>The sandbox cannot go on; the message is for the person at the terminal.</summary>
internal sealed class UpException : Exception
{
    public UpException() { }

    public UpException(string message)
        : base(message) { }

    public UpException(string message, Exception inner)
        : base(message, inner) { }
}
