using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using SmsBridge.Numbers;
using SmsBridge.Outbound;
using SmsBridge.Threads;

namespace SmsBridge.Spool;

/// <summary>Tells a customer once per outage that the answer takes longer; only where a text for it is configured.</summary>
internal sealed class TroubleNotice(Sender sender, NumberBook numbers, IOptions<SpoolOptions> options, ILogger<TroubleNotice> log)
{
    private readonly ConcurrentDictionary<Guid, bool> told = new();

    /// <returns>True once per thread and outage.</returns>
    public bool ClaimFor(InboundText text) =>
        !string.IsNullOrWhiteSpace(options.Value.TroubleText)
        && numbers.Find(text.Number) is { Enabled: true }
        && told.TryAdd(text.ThreadId, true);

    /// <summary>A customer who was told before this process started is not told again.</summary>
    public void Remember(Guid threadId) => told.TryAdd(threadId, true);

    /// <summary>The outage is over.</summary>
    public void Forget() => told.Clear();

    /// <summary>Sends without waiting: the webhook must not, and the notice is not worth a second try.</summary>
    public void Send(InboundText text) => _ = SendOnce(text);

    private async Task SendOnce(InboundText text)
    {
        try
        {
            var thread = new PendingReplies(text.Number, text.Customer, [], FirstAttempt: true);
            var notice = new OutboundText(Guid.CreateVersion7(), options.Value.TroubleText!, OutboundStatus.Sending);
            var attempt = await sender.Send(thread, notice, CancellationToken.None);
            if (attempt.Failure is { } failure)
            {
                log.NoticeNotSent(failure.Reason);
            }
        }
        catch (Exception error)
        {
            log.NoticeNotSent(error.Message);
        }
    }
}
