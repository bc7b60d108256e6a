using Microsoft.Extensions.Options;
using Npgsql;
using SmsBridge.Hosting;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Twilio;
using SmsBridge.Work;

namespace SmsBridge.Outbound;

/// <param name="Sid">The provider's id; null or empty: it was not sent.</param>
/// <param name="Status">One of <see cref="OutboundStatus"/>.</param>
internal sealed record SentText(string? Sid, string Status);

/// <summary>Gives one text to the provider, or finds out whether that has happened already.</summary>
internal sealed class Sender(
    TwilioClient twilio,
    TwilioAccounts accounts,
    NumberBook numbers,
    NpgsqlDataSource database,
    IOptions<PublicOptions> options,
    TimeProvider time
)
{
    /// <summary>So far apart may our clock and Twilio's be; our own earlier texts are told by their ids.</summary>
    private static readonly TimeSpan ClockAllowance = TimeSpan.FromMinutes(5);

    /// <summary>Younger than this, a created message may not be in Twilio's list yet.</summary>
    public static readonly TimeSpan ListDelay = TimeSpan.FromSeconds(3);

    private static readonly SentText Nothing = new("", OutboundStatus.Queued);

    private readonly string callbacks = options.Value.BaseUrl.TrimEnd('/') + "/twilio/status/";

    public async Task<Attempt<SentText>> Send(PendingReplies thread, OutboundText text, CancellationToken cancellationToken)
    {
        if (Route(thread.Number) is not var (account, number))
        {
            return numbers.IsLoaded ? Unrouted : Starting;
        }

        if (!number.Answers(thread.Customer))
        {
            return Elsewhere;
        }

        var outgoing = new OutgoingText(thread.Number, thread.Customer, text.Text, Service(thread, number), new Uri(callbacks + text.Id));
        var attempt = await twilio.Send(account, outgoing, cancellationToken);
        return attempt.Value is { } message ? Sent(message) : attempt.Failure!;
    }

    /// <summary>Looks in the provider's list for a text whose outcome is unknown. An empty sid: it was not sent.</summary>
    public async Task<Attempt<SentText>> Find(PendingReplies thread, OutboundText text, CancellationToken cancellationToken)
    {
        if (Route(thread.Number) is not var (account, number))
        {
            // What is unknown stays unknown.
            return numbers.IsLoaded ? Unrouted : Starting with { Category = FailureCategory.UnknownOutcome };
        }

        var age = text.AttemptAge ?? TimeSpan.Zero;
        if (age < ListDelay)
        {
            return new Failure(FailureCategory.UnknownOutcome, "the last attempt is too young to be in Twilio's list");
        }

        var since = time.GetUtcNow() - age - ClockAllowance;
        var from = Service(thread, number) is null ? thread.Number : null;
        var listed = await twilio.Latest(account, thread.Customer, from, since, cancellationToken);
        if (listed.Value is null)
        {
            return listed.Failure! with { Category = FailureCategory.UnknownOutcome };
        }

        var candidates = listed.Value.FindAll(m => m.Body == text.Text && !(m.CreatedAt < since));
        var taken = candidates.Count == 0 ? [] : await Known(candidates, cancellationToken);
        return candidates.FindLast(c => !taken.Contains(c.Sid)) is { } found ? Sent(found) : Nothing;
    }

    private static Failure Unrouted { get; } =
        new(FailureCategory.Rejected, "The number, or its Twilio account, is no longer configured. Put it back, then replay.");

    /// <summary>The last gate for every author: who makes us text abroad at our cost (SMS pumping) gets nothing.</summary>
    private static Failure Elsewhere { get; } =
        new(FailureCategory.Withheld, "country: the number's replyCountries do not list the customer's");

    private static Failure Starting { get; } =
        new(FailureCategory.Transient, "The bridge is starting: the number documents are not read yet.");

    private (TwilioAccount Account, NumberDocument Number)? Route(string number) =>
        numbers.Find(number) is { } document && accounts.Named(document.TwilioAccount) is { } account ? (account, document) : null;

    /// <summary>The service of a bare number sends texts; who wrote on another channel is answered there, from the address that was written to.</summary>
    private static string? Service(PendingReplies thread, NumberDocument number) =>
        number.Number == thread.Number ? number.MessagingServiceSid : null;

    private static SentText Sent(TwilioMessage message) => new(message.Sid, TwilioStatus.Read(message.Status) ?? OutboundStatus.Accepted);

    private async Task<HashSet<string>> Known(List<TwilioMessage> candidates, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select provider_sid from messages where provider_sid = any(@sids)");
        command.Parameters.AddWithValue("sids", candidates.Select(c => c.Sid).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var known = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            known.Add(reader.GetString(0));
        }

        return known;
    }
}
