using Microsoft.Extensions.Options;
using SmsBridge.Work;
using Twilio.Rest.Api.V2010.Account;
using Twilio.Types;

namespace SmsBridge.Twilio;

/// <summary>Texts at Twilio, as the rest of the bridge sends and finds them. Failures are values; each account has a circuit of its own.</summary>
internal sealed class TwilioClient : IDisposable
{
    private const int PageSize = 100;

    private readonly TwilioRest rest;
    private readonly Dictionary<string, Provider<TwilioMessage>> accounts;

    public TwilioClient(
        IOptions<TwilioOptions> options,
        TwilioRest rest,
        TimeProvider time,
        ProviderMetrics metrics,
        ILogger<TwilioClient> log
    )
    {
        this.rest = rest;
        accounts = options.Value.Accounts.ToDictionary(
            a => a.Key,
            a => new Provider<TwilioMessage>(
                $"Twilio account '{a.Key}'",
                options.Value.Timeout,
                time,
                log,
                health: metrics.Watch("twilio", a.Key)
            ),
            StringComparer.Ordinal
        );
    }

    public IEnumerable<ProviderState> States => accounts.Values.Select(a => a.State);

    /// <summary>Creates a message. Twilio has no idempotency key: where no answer can be read, the message may have been created.</summary>
    public Task<Attempt<TwilioMessage>> Send(TwilioAccount account, OutgoingText text, CancellationToken cancellationToken)
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
