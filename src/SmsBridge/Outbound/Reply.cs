using SmsBridge.Numbers;
using SmsBridge.Observability;
using SmsBridge.Shaping;

namespace SmsBridge.Outbound;

/// <summary>A text to the customer: already shaped and split, to be sent in order.</summary>
/// <param name="Author">One of <see cref="Messages.Author"/>.</param>
/// <param name="Segments">SMS segments that it takes.</param>
/// <param name="Encoding">One of <see cref="Encodings"/>.</param>
internal sealed record Reply(string Author, string Text, int Segments, string Encoding)
{
    /// <summary>To who wants a text sent of which <see cref="Shape"/> makes none.</summary>
    public const string NothingLeft = "Nothing is left of the text once it is made ready for sending.";

    public Guid Id { get; } = Guid.CreateVersion7();

    /// <summary>The trace of what wrote it, as W3C traceparent; null where nobody traces.</summary>
    public string? Trace { get; init; } = Traces.Current;

    /// <summary>The handoff during which people wrote it.</summary>
    public Guid? HandoffId { get; init; }

    /// <summary>Confirms an opt-out or tells what the keywords are: the one thing that somebody who has opted out may get.</summary>
    public bool IsConsentNotice { get; init; }

    /// <summary>The caller's id of the whole text, on its first part.</summary>
    public string? ClientId { get; init; }

    /// <summary>On the last text: how many characters there were, where only the first <see cref="TextShaper.MaxLength"/> are sent.</summary>
    public int? CutFrom { get; init; }

    /// <summary>What somebody wrote, as the texts to be sent; none when nothing is left to be seen. The bridge writes no markup.</summary>
    /// <param name="number">That it is sent from: on some channels texts have no segments.</param>
    /// <param name="segmentsPerPart">By the number document.</param>
    public static IReadOnlyList<Reply> Shape(string author, string text, string number, int segmentsPerPart)
    {
        var shaped = TextShaper.Shape(
            text,
            author == Messages.Author.Bridge ? TextSource.Literal : TextSource.Agent,
            Channel.Of(number) == ChannelName.Sms ? segmentsPerPart : TextSplitter.AnySegments
        );
        var last = shaped.Parts.Count - 1;
        return shaped
            .Parts.Select(
                (part, i) => new Reply(author, part.Text, part.Segments, part.Encoding) { CutFrom = i == last ? shaped.CutFrom : null }
            )
            .ToList();
    }
}
