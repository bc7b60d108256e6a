using System.Diagnostics;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Observability;
using SmsBridge.Twilio;
using SmsBridge.Work;

namespace SmsBridge.Outbound;

/// <summary>Sends the texts of a thread in order: a text is not sent before the one ahead of it was accepted or given up.</summary>
internal sealed class SendWorker(
    UnsentTextsReader reader,
    TwilioSender sender,
    SendStore store,
    NumberBook numbers,
    SegmentCeilings ceilings,
    BridgeMetrics metrics,
    SendMetrics sends,
    WorkTable table,
    ILogger<SendWorker> log
) : IWorker
{
    /// <summary>The last gate for every author: who makes us text abroad at our cost (SMS pumping) gets nothing.</summary>
    private static readonly Failure Elsewhere = new(
        FailureCategory.Withheld,
        "country: the number's replyCountries do not list the customer's"
    );

    private static readonly SentText Canceled = new(Sid: null, OutboundStatus.Canceled);

    public string Kind => WorkKind.Send;

    public int Capacity => 256;

    public Task Do(Lease lease, CancellationToken cancellationToken) => Do(lease, known: null, cancellationToken);

    /// <param name="known">What there is to send, where the statement that took the lease queued it; null: it is read.</param>
    public async Task Do(Lease lease, UnsentTexts? known, CancellationToken cancellationToken)
    {
        Lease? current = lease;
        while (current is not null)
        {
            var pending = known ?? await reader.Read(current.ThreadId, cancellationToken);
            known = null;
            current =
                pending.Texts.Count == 0
                    ? await table.FinishOrContinue(current, cancellationToken)
                    : await SendAll(current, pending, cancellationToken);
        }
    }

    /// <returns>The lease for what was added meanwhile; null when the thread's sending is done or has to wait.</returns>
    private async Task<Lease?> SendAll(Lease lease, UnsentTexts pending, CancellationToken cancellationToken)
    {
        for (var i = 0; i < pending.Texts.Count; i++)
        {
            var text = pending.Texts[i];
            using var span = SendSpans.Start(lease, pending, text);
            var begun = i == 0 ? pending.FirstAttempt : text.Status == OutboundStatus.Queued;
            var attempt = begun
                ? await Send(lease, pending, text, cancellationToken)
                : await Resume(lease, pending, text, cancellationToken);
            var next = i + 1 < pending.Texts.Count ? pending.Texts[i + 1].Id : (Guid?)null;
            if (attempt.Failure is { } failure && await store.TryPostpone(lease, text, failure))
            {
                log.SendPostponed(text.Id, failure.Category, failure.Reason);
                Tell(span, pending, text, "postponed", failure);
                return null;
            }

            var result = Result(lease, text, attempt, next);
            Tell(span, pending, text, Outcome(result), attempt.Failure);
            var written = await store.Write(result);
            if (!written.Held)
            {
                log.LeaseLost(lease.ThreadId);
                return null;
            }

            if (next is null)
            {
                return written.Next;
            }

            lease = written.Next!;
        }

        return null;
    }

    /// <summary>A text that somebody may have sent already is looked for before it is sent again.</summary>
    private async Task<Attempt<SentText>> Resume(Lease lease, UnsentTexts pending, OutboundText text, CancellationToken cancellationToken)
    {
        if (text.ProviderSid is { } sid)
        {
            return new SentText(sid, OutboundStatus.Accepted);
        }

        if (text.Status is OutboundStatus.Sending or OutboundStatus.Unknown)
        {
            var found = await sender.Find(pending.Number, pending.Customer, text.Text, text.AttemptAge ?? TimeSpan.Zero, cancellationToken);
            if (found.Failure is not null || found.Value is { Sid.Length: > 0 })
            {
                return found;
            }
        }

        if (pending.Forbids(text))
        {
            return Canceled;
        }

        return await store.Begin(lease, text.Id, cancellationToken) ? await Send(lease, pending, text, cancellationToken) : LeaseTerm.Over;
    }

    private async Task<Attempt<SentText>> Send(Lease lease, UnsentTexts pending, OutboundText text, CancellationToken cancellationToken)
    {
        if (pending.Forbids(text))
        {
            return Canceled;
        }

        var refused =
            numbers.Find(pending.Number)?.Answers(pending.Customer) == false ? Elsewhere
            : text.IsConsentNotice ? null
            : await ceilings.Refuse(pending, text, cancellationToken);
        Attempt<SentText> attempt = refused is not null
            ? refused
            : await sender.Send(pending.Number, pending.Customer, text.Id, text.Text, lease.Term, cancellationToken);
        if (attempt.Failure is { Category: FailureCategory.Withheld, Reason: var reason })
        {
            metrics.TextWithheld(reason.Split(':')[0]);
        }

        return attempt;
    }

    private void Tell(Activity? span, UnsentTexts pending, OutboundText text, string outcome, Failure? failure)
    {
        span?.SetTag(SpanTags.Outcome, outcome);
        span.Fail(failure);
        sends.Sent(pending.Number, outcome, failure, text.Segments);
    }

    /// <summary>Before callbacks say more, every text that has an id of the provider's counts as accepted.</summary>
    private static string Outcome(SendResult result) =>
        result.ProviderSid is { Length: > 0 } ? "accepted"
        : result.Failure?.Category == FailureCategory.Withheld ? "withheld"
        : result.Status;

    private static SendResult Result(Lease lease, OutboundText text, Attempt<SentText> attempt, Guid? next) =>
        attempt.Value is { } sent
            ? new SendResult(lease, text.Id, sent.Status, sent.Sid, next)
            {
                FromDesk = text.FromDesk,
                Why = sent == Canceled ? "the customer has opted out" : null,
            }
            : new SendResult(lease, text.Id, Given(attempt.Failure!), null, next, attempt.Failure) { FromDesk = text.FromDesk };

    private static string Given(Failure up) => up.Category == FailureCategory.Withheld ? OutboundStatus.Canceled : OutboundStatus.Failed;
}
