using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Shaping;
using SmsBridge.Threads.Consent;
using SmsBridge.Threads.Turns;
using SmsBridge.Twilio;

namespace SmsBridge.Inbound;

/// <summary>Tells a customer once per outage that the answer takes longer; only where a text for it is configured.</summary>
internal sealed class TroubleNotice(TwilioSender sender, NumberBook numbers, IOptions<SpoolOptions> options, ILogger<TroubleNotice> log)
{
    private readonly ConcurrentDictionary<Guid, bool> told = new();

    /// <returns>True once per thread and outage.</returns>
    public bool ClaimFor(InboundText text) =>
        !Keyword.Is(text.Kind)
        && numbers.Find(text.Number) is { Enabled: true } number
        && number.Answers(text.Customer)
        && !string.IsNullOrWhiteSpace(BridgeTexts.Trouble(number, options.Value.TroubleText))
        && told.TryAdd(text.ThreadId, true);

    /// <summary>A customer who was told before this process started is not told again.</summary>
    public void Remember(Guid threadId) => told.TryAdd(threadId, true);

    /// <summary>The outage is over.</summary>
    public void Forget() => told.Clear();

    /// <summary>Sends without waiting: the webhook must not, and the notice is not worth a second try.</summary>
    public void Send(InboundText text)
    {
        if (numbers.Find(text.Number) is { } number)
        {
            _ = SendOnce(text, BridgeTexts.Trouble(number, options.Value.TroubleText));
        }
    }

    private async Task SendOnce(InboundText text, string trouble)
    {
        try
        {
            foreach (var part in TextShaper.Shape(trouble, TextSource.Literal, NumberDocument.MaxSegmentsPerPart).Parts)
            {
                var id = Guid.CreateVersion7();
                var attempt = await sender.Send(text.Number, text.Customer, id, part.Text, term: null, CancellationToken.None);
                if (attempt.Failure is { } failure)
                {
                    log.NoticeNotSent(failure.Reason);
                    return;
                }
            }
        }
        catch (Exception error)
        {
            log.NoticeNotSent(error.Message);
        }
    }
}
