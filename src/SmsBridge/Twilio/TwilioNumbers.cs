using Microsoft.AspNetCore.WebUtilities;
using SmsBridge.Work;
using Twilio.Rest.Api.V2010.Account;
using Twilio.Types;

namespace SmsBridge.Twilio;

/// <summary>Where the texts of a number go.</summary>
/// <param name="ApplicationSid">Beats the URL; empty: none.</param>
internal sealed record NumberWebhook(string Url, string Method, string ApplicationSid);

/// <summary>A phone number as Twilio has it.</summary>
/// <param name="Sid"><c>PN…</c></param>
internal sealed record TwilioNumber(string Sid, string Number, NumberWebhook Webhook);

/// <summary>The phone numbers of an account at Twilio, and where their texts go. For operators: without retries, failures are values.</summary>
internal sealed class TwilioNumbers(TwilioRest rest)
{
    private const int PageSize = 1000;

    /// <summary>The number, or a failure that says why it cannot be had.</summary>
    public async Task<Attempt<TwilioNumber>> Find(TwilioAccount account, string number, CancellationToken cancellationToken)
    {
        var filter = new ReadIncomingPhoneNumberOptions { PhoneNumber = new PhoneNumber(number), PageSize = PageSize };
        var page = await Page(account, filter.GetParams(), cancellationToken);
        return page.Failure is { } failure ? failure
            : page.Value!.Records.Find(n => n.Number == number) is { } found ? found
            : new Failure(
                FailureCategory.Rejected,
                $"Twilio account '{account.Name}' has no such number; correct its twilioAccount, or buy the number"
            );
    }

    public async Task<Attempt<List<TwilioNumber>>> All(TwilioAccount account, CancellationToken cancellationToken)
    {
        var all = new List<TwilioNumber>();
        var query = new ReadIncomingPhoneNumberOptions { PageSize = PageSize }.GetParams();
        while (true)
        {
            var attempt = await Page(account, query, cancellationToken);
            if (attempt.Failure is { } failure)
            {
                return failure;
            }

            all.AddRange(attempt.Value!.Records);
            if (attempt.Value.Next is not { Length: > 0 } next)
            {
                return all;
            }

            query = [.. QueryHelpers.ParseQuery(next[next.IndexOf('?')..]).Select(p => KeyValuePair.Create(p.Key, p.Value.ToString()))];
        }
    }

    /// <summary>Sets the webhook; what else the number has stays.</summary>
    public Task<Attempt<TwilioNumber>> Set(TwilioAccount account, string sid, NumberWebhook webhook, CancellationToken cancellationToken)
    {
        var change = new UpdateIncomingPhoneNumberOptions(sid)
        {
            // Empty takes it away, which is no absolute address.
            SmsUrl = new Uri(webhook.Url, UriKind.RelativeOrAbsolute),
            SmsMethod = webhook.Method,
            SmsApplicationSid = webhook.ApplicationSid,
        };
        return rest.Ask(
            account,
            async client => Of(await IncomingPhoneNumberResource.UpdateAsync(change, client)),
            "answer to the change of a number",
            cancellationToken
        );
    }

    private Task<Attempt<TwilioPage<TwilioNumber>>> Page(
        TwilioAccount account,
        IEnumerable<KeyValuePair<string, string>> query,
        CancellationToken cancellationToken
    ) =>
        rest.Ask(
            account,
            async client =>
            {
                var page = await TwilioRest.Page(
                    client,
                    "IncomingPhoneNumbers",
                    query,
                    "incoming_phone_numbers",
                    IncomingPhoneNumberResource.FromJson
                );
                return new TwilioPage<TwilioNumber>([.. page.Records.Select(Of).OfType<TwilioNumber>()], page.Next);
            },
            "list of numbers",
            cancellationToken
        );

    private static TwilioNumber? Of(IncomingPhoneNumberResource? number) =>
        number is { Sid: { } sid, PhoneNumber: { } address }
            ? new TwilioNumber(
                sid,
                address.ToString(),
                new NumberWebhook(
                    number.SmsUrl?.OriginalString ?? "",
                    number.SmsMethod?.ToString() ?? "POST",
                    number.SmsApplicationSid ?? ""
                )
            )
            : null;
}
