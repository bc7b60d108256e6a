using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using SmsBridge.Work;

namespace SmsBridge.Twilio;

/// <summary>Where the texts of a number go.</summary>
/// <param name="ApplicationSid">Beats the URL; empty: none.</param>
internal sealed record NumberWebhook(string Url, string Method, string ApplicationSid);

/// <summary>A phone number as Twilio has it.</summary>
/// <param name="Sid"><c>PN…</c></param>
internal sealed record TwilioNumber(string Sid, string Number, NumberWebhook Webhook);

/// <summary>The phone numbers of an account at Twilio, and where their texts go. For operators: without retries, failures are values.</summary>
internal sealed class TwilioNumbers(TwilioClient client, IOptions<TwilioOptions> options, TimeProvider time)
{
    private const int PageSize = 1000;

    /// <summary>The number, or a failure that says why it cannot be had.</summary>
    public async Task<Attempt<TwilioNumber>> Find(TwilioAccount account, string number, CancellationToken cancellationToken)
    {
        var page = await Page(account, number, null, null, cancellationToken);
        return page.Failure is { } failure ? failure
            : page.Value!.Numbers.Find(n => n.Number == number) is { } found ? found
            : new Failure(
                FailureCategory.Rejected,
                $"Twilio account '{account.Name}' has no such number; correct its twilioAccount, or buy the number"
            );
    }

    public async Task<Attempt<List<TwilioNumber>>> All(TwilioAccount account, CancellationToken cancellationToken)
    {
        var all = new List<TwilioNumber>();
        var (page, token) = ((string?)null, (string?)null);
        while (true)
        {
            var attempt = await Page(account, null, page, token, cancellationToken);
            if (attempt.Failure is { } failure)
            {
                return failure;
            }

            all.AddRange(attempt.Value!.Numbers);
            if (attempt.Value.Next is not { Length: > 0 } next)
            {
                return all;
            }

            var query = QueryHelpers.ParseQuery(next[next.IndexOf('?')..]);
            (page, token) = (query["Page"], query["PageToken"]);
        }
    }

    /// <summary>Sets the webhook; what else the number has stays.</summary>
    public Task<Attempt<TwilioNumber>> Set(TwilioAccount account, string sid, NumberWebhook webhook, CancellationToken cancellationToken)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["SmsUrl"] = webhook.Url,
            ["SmsMethod"] = webhook.Method,
            ["SmsApplicationSid"] = webhook.ApplicationSid,
        };
        return Call(token => client.Api.SetNumber(account.Sid, sid, account.Authorization, form, token), Read, cancellationToken);
    }

    private Task<Attempt<NumberPage>> Page(
        TwilioAccount account,
        string? number,
        string? page,
        string? pageToken,
        CancellationToken cancellationToken
    ) =>
        Call(
            token => client.Api.Numbers(account.Sid, account.Authorization, number, PageSize, page, pageToken, token),
            body => new NumberPage(
                [.. body.GetProperty("incoming_phone_numbers").EnumerateArray().Select(Read)],
                body.Text("next_page_uri")
            ),
            cancellationToken
        );

    private async Task<Attempt<T>> Call<T>(
        Func<CancellationToken, Task<HttpResponseMessage>> send,
        Func<JsonElement, T> read,
        CancellationToken cancellationToken
    )
        where T : class
    {
        using var limit = new CancellationTokenSource(options.Value.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await send(either.Token);
            var body = await response.Content.ReadAsStringAsync(either.Token);
            if (!response.IsSuccessStatusCode)
            {
                return TwilioErrors.Read(response.StatusCode, body, null);
            }

            using var json = JsonDocument.Parse(body);
            return read(json.RootElement);
        }
        catch (HttpRequestException error)
        {
            return Transport.Read("Twilio", error, out _);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Failure(FailureCategory.Transient, $"Twilio did not answer within {options.Value.Timeout.TotalSeconds} s");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new Failure(FailureCategory.Transient, "Twilio's answer could not be read");
        }
    }

    private static TwilioNumber Read(JsonElement number) =>
        new(
            number.GetProperty("sid").GetString()!,
            number.GetProperty("phone_number").GetString()!,
            new NumberWebhook(number.Text("sms_url") ?? "", number.Text("sms_method") ?? "POST", number.Text("sms_application_sid") ?? "")
        );

    private sealed record NumberPage(List<TwilioNumber> Numbers, string? Next);
}
