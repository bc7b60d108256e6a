using Microsoft.Extensions.Options;
using SmsBridge.Hosting;
using SmsBridge.Numbers;

namespace SmsBridge.Twilio.Webhooks;

/// <summary>Whether the webhook of each enabled number points at this bridge, as Twilio has it.</summary>
internal sealed class WebhooksCheck(NumberStore store, TwilioAccounts accounts, TwilioNumbers twilio, IOptions<PublicOptions> options)
    : ICheck
{
    public async Task<IReadOnlyList<Probe>> Probes(CancellationToken cancellationToken)
    {
        var ours = PublicUrl.Inbound(options.Value.BaseUrl);
        var numbers = await store.List(null, null, cancellationToken);
        return
        [
            .. numbers
                .Where(n => n.Enabled)
                .GroupBy(n => n.TwilioAccount, StringComparer.Ordinal)
                .Select(g => (Account: accounts.Named(g.Key), Numbers: g.ToList()))
                .Where(g => g.Account is not null)
                .Select(g => new Probe(g.Account!.Name, token => Look(g.Account, g.Numbers, ours, token))),
        ];
    }

    private async Task<IReadOnlyList<Finding>> Look(
        TwilioAccount account,
        List<NumberDocument> numbers,
        string ours,
        CancellationToken cancellationToken
    )
    {
        var attempt = await twilio.All(account, cancellationToken);
        if (attempt.Failure is { } failure)
        {
            return [Finding.Warn($"not looked at: {failure.Reason}", "Put the account right first.")];
        }

        var known = attempt.Value!.ToDictionary(n => n.Number, StringComparer.Ordinal);
        return [.. numbers.Select(n => Judge(n, known.GetValueOrDefault(n.Number), account, ours))];
    }

    private static Finding Judge(NumberDocument number, TwilioNumber? found, TwilioAccount account, string ours)
    {
        var name = number.Number;
        return found switch
        {
            null when !NumberConnector.CanConnect(name) => Finding.Ok(
                $"{name} is no phone number: its webhook is set in the Twilio console"
            ),
            null => Finding.Fail(
                $"{name} is not in the account '{account.Name}' ({account.Sid})",
                "Correct the number's twilioAccount, or buy or move the number."
            ),
            _ when NumberConnector.PointsAt(found.Webhook, ours) => number.MessagingServiceSid is null
                ? Finding.Ok($"{name} points here")
                : Finding.Warn(
                    $"{name} points here, but is in a Messaging Service",
                    "The service's own inbound URL wins: set it to the same, or let it defer to the number's webhook."
                ),
            { Webhook.ApplicationSid.Length: > 0 } => Finding.Fail(
                $"{name} has a TwiML application, which beats its webhook",
                $"Run: smsbridge numbers connect {name}"
            ),
            { Webhook.Url.Length: 0 } => Finding.Fail($"{name} has no webhook", $"Run: smsbridge numbers connect {name}"),
            _ => Finding.Fail(
                $"{name} points at {NumberConnector.Shown(found.Webhook)}, not at {ours}",
                $"Run: smsbridge numbers connect {name}"
            ),
        };
    }
}
