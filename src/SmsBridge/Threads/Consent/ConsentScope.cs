using SmsBridge.Numbers;

namespace SmsBridge.Threads.Consent;

/// <summary>What an opt-out holds for: a Messaging Service with all its numbers, or one number. Twilio's own block has the same extent.</summary>
/// <param name="Name">The Messaging Service's sid, or the number.</param>
/// <param name="Numbers">All numbers that share it.</param>
internal sealed record ConsentScope(string Name, IReadOnlyList<string> Numbers)
{
    /// <summary>A channel address without a document of its own does not answer through the bare number's Messaging Service.</summary>
    public static ConsentScope Of(NumberBook book, string number) =>
        book.Find(number) is { MessagingServiceSid: { } service } document && document.Number == number
            ? new ConsentScope(service, book.InService(service))
            : new ConsentScope(number, [number]);

    /// <summary>The scope of this name; without numbers where its Messaging Service has none any more.</summary>
    public static ConsentScope Named(NumberBook book, string name) =>
        name.StartsWith("MG", StringComparison.Ordinal) ? new ConsentScope(name, book.InService(name)) : new ConsentScope(name, [name]);
}
