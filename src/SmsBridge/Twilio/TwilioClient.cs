using Microsoft.Extensions.Options;
using Npgsql;
using SmsBridge.Hosting;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Work;
using Twilio.Rest.Api.V2010.Account;
using Twilio.Types;

namespace SmsBridge.Twilio;

/// <summary>A text for Twilio to send.</summary>
/// <param name="ServiceSid">The Messaging Service whose features and registration the text uses; null: none.</param>
internal sealed record OutgoingText(string From, string To, string Body, string? ServiceSid, Uri StatusCallback)
{
    public CreateMessageOptions ToOptions() =>
        new(new PhoneNumber(To))
        {
            Body = Body,
            // The SDK sends an address as it was written; Twilio gets it in its normal form.
            StatusCallback = new Uri(StatusCallback.AbsoluteUri),
            // With a service it picks the member of the pool that was texted; without, the service takes whichever it likes for a new customer.
            From = new PhoneNumber(From),
            MessagingServiceSid = ServiceSid,
        };
}

/// <summary>Messages at Twilio. Failures are values; each account has a circuit of its own.</summary>
internal sealed class TwilioClient : IDisposable
{
    private const int PageSize = 100;

    private readonly TwilioRest rest;
    private readonly Dictionary<string, Remote<TwilioMessage>> accounts;

    public TwilioClient(
        IOptions<TwilioOptions> options,
        TwilioRest rest,
        TimeProvider time,
        RemoteMetrics metrics,
        ILogger<TwilioClient> log
    )
    {
        this.rest = rest;
        accounts = options.Value.Accounts.ToDictionary(
            a => a.Key,
            a => new Remote<TwilioMessage>(
                $"Twilio account '{a.Key}'",
                options.Value.Timeout,
                time,
                log,
                health: metrics.Watch("twilio", a.Key)
            ),
            StringComparer.Ordinal
        );
    }

    public IEnumerable<RemoteState> States => accounts.Values.Select(a => a.State);

    /// <summary>Creates a message. Twilio has no idempotency key: where no answer can be read, the message may have been created.</summary>
    /// <param name="term">Of the lease under which it is sent; null: under no lease.</param>
    public Task<Attempt<TwilioMessage>> Send(TwilioAccount account, OutgoingText text, LeaseTerm? term, CancellationToken cancellationToken)
    {
        var message = text.ToOptions();
        return accounts[account.Name]
            .Call(
                async token =>
                    await rest.Call(
                        account,
                        async client => TwilioMessage.Of(await MessageResource.CreateAsync(message, client)),
                        "answer to create",
                        FailureCategory.UnknownOutcome,
                        token
                    ),
                FailureCategory.UnknownOutcome,
                term,
                cancellationToken
            );
    }

    /// <summary>The latest messages to a customer since a day in GMT; for finding out whether a message was created.</summary>
    public Task<Attempt<List<TwilioMessage>>> Latest(
        TwilioAccount account,
        string to,
        string? from,
        DateTimeOffset since,
        CancellationToken cancellationToken
    )
    {
        var filter = new ReadMessageOptions
        {
            To = new PhoneNumber(to),
            From = from is null ? null : new PhoneNumber(from),
            DateSentAfter = since.UtcDateTime.Date,
            PageSize = PageSize,
        };
        return rest.Ask(
            account,
            async client =>
            {
                var page = await TwilioRest.Page(client, "Messages", filter.GetParams(), "messages", MessageResource.FromJson);
                return page.Records.Select(TwilioMessage.Of).OfType<TwilioMessage>().ToList();
            },
            "message list",
            cancellationToken
        );
    }

    public void Dispose()
    {
        foreach (var account in accounts.Values)
        {
            account.Dispose();
        }
    }
}

/// <param name="Sid">The provider's id; null or empty: it was not sent.</param>
/// <param name="Status">One of <see cref="OutboundStatus"/>.</param>
internal sealed record SentText(string? Sid, string Status);

/// <summary>Gives one text to Twilio, from the account of its number, or finds out whether that has happened already.</summary>
internal sealed class TwilioSender(
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

    /// <param name="id">The message's; Twilio calls back with it.</param>
    /// <param name="term">Of the lease under which it is sent; null: under no lease.</param>
    public async Task<Attempt<SentText>> Send(
        string from,
        string customer,
        Guid id,
        string text,
        LeaseTerm? term,
        CancellationToken cancellationToken
    )
    {
        if (Route(from) is not var (account, number))
        {
            return numbers.IsLoaded ? Unrouted : Starting;
        }

        var outgoing = new OutgoingText(from, customer, text, Service(from, number), new Uri(callbacks + id));
        var attempt = await twilio.Send(account, outgoing, term, cancellationToken);
        return attempt.Value is { } message ? Sent(message) : attempt.Failure!;
    }

    /// <summary>Looks in Twilio's list for a text whose outcome is unknown. An empty sid: it was not sent.</summary>
    /// <param name="age">Time since the last attempt at it began.</param>
    public async Task<Attempt<SentText>> Find(string from, string customer, string text, TimeSpan age, CancellationToken cancellationToken)
    {
        if (Route(from) is not var (account, number))
        {
            // What is unknown stays unknown.
            return numbers.IsLoaded ? Unrouted : Starting with { Category = FailureCategory.UnknownOutcome };
        }

        if (age < ListDelay)
        {
            return new Failure(FailureCategory.UnknownOutcome, "the last attempt is too young to be in Twilio's list");
        }

        var since = time.GetUtcNow() - age - ClockAllowance;
        var listed = await twilio.Latest(account, customer, from, since, cancellationToken);
        if (listed.Value is null)
        {
            return listed.Failure! with { Category = FailureCategory.UnknownOutcome };
        }

        var candidates = listed.Value.FindAll(m => IsTheSame(m.Body, text) && !(m.CreatedAt < since));
        var taken = candidates.Count == 0 ? [] : await Known(candidates, cancellationToken);
        return candidates.FindLast(c => !taken.Contains(c.Sid)) is { } found ? Sent(found) : Nothing;
    }

    private static Failure Unrouted { get; } =
        new(FailureCategory.Rejected, "The number, or its Twilio account, is no longer configured. Put it back, then replay.");

    private static Failure Starting { get; } =
        new(FailureCategory.Transient, "The bridge is starting: the number documents are not read yet.");

    private (TwilioAccount Account, NumberDocument Number)? Route(string number) =>
        numbers.Find(number) is { } document && accounts.Named(document.TwilioAccount) is { } account ? (account, document) : null;

    /// <summary>The service of a bare number sends texts; who wrote on another channel is answered there, from the address that was written to.</summary>
    private static string? Service(string from, NumberDocument number) => number.Number == from ? number.MessagingServiceSid : null;

    /// <summary>
    /// Twilio may put words in front (a trial account's), and may write signs in another way (smart encoding): letters and digits stay as they were.
    /// </summary>
    private static bool IsTheSame(string? listed, string text)
    {
        if (listed is null)
        {
            return false;
        }

        var (there, ours) = (Letters(listed), Letters(text));
        return ours.Length == 0 ? listed.EndsWith(text, StringComparison.Ordinal) : there.EndsWith(ours, StringComparison.Ordinal);
    }

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit));

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
