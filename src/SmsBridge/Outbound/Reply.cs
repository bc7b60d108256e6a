namespace SmsBridge.Outbound;

/// <summary>A text to the customer: already shaped and split, to be sent in order.</summary>
/// <param name="Author">One of <see cref="Threads.Author"/>.</param>
internal sealed record Reply(string Author, string Text)
{
    public Guid Id { get; } = Guid.CreateVersion7();
}
