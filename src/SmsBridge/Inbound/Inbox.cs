using SmsBridge.Messages;
using SmsBridge.Threads.Consent;

namespace SmsBridge.Inbound;

/// <summary>Takes verified texts: keywords of consent are acted on at once, all others are recorded for their turn.</summary>
internal sealed class Inbox(Recorder recorder, OptOuts optOuts)
{
    /// <summary>Returns once the text is durable: true when it is new, false when its provider id was known.</summary>
    public async Task<bool> Take(InboundText text) => await Act(text) ?? await recorder.Record(Ordinary(text));

    /// <summary>
    /// Takes texts that have waited. Keywords come first: who wrote STOP while they waited must not get what was still to be sent.
    /// </summary>
    public async Task TakeTogether(IReadOnlyList<InboundText> texts)
    {
        var ordinary = new List<InboundText>(texts.Count);
        foreach (var text in texts)
        {
            if (await Act(text) is null)
            {
                ordinary.Add(Ordinary(text));
            }
        }

        if (ordinary.Count > 0)
        {
            await recorder.RecordTogether(ordinary);
        }
    }

    /// <summary>Acts on keywords among texts that have waited, ahead of those texts. A YES that is an answer waits for its place.</summary>
    public async Task ActOnKeywords(IReadOnlyList<InboundText> texts)
    {
        foreach (var text in texts)
        {
            await Act(text);
        }
    }

    /// <returns>Null: it is no keyword.</returns>
    private async Task<bool?> Act(InboundText text)
    {
        var change = new ConsentChange(text.Number, text.Customer, ConsentHow.Keyword) { Word = text.Text, ProviderSid = text.ProviderSid };
        return text.Kind switch
        {
            Keyword.Stop => await optOuts.Stop(change, text, CancellationToken.None),
            Keyword.Start or Keyword.Yes => await optOuts.Start(change, text, CancellationToken.None),
            Keyword.Help => await optOuts.Help(text, CancellationToken.None),
            _ => null,
        };
    }

    /// <summary>A YES that starts nothing is an answer.</summary>
    private static InboundText Ordinary(InboundText text) => text.Kind == Keyword.Yes ? text with { Kind = null } : text;
}
