using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;
using SmsBridge.Ops;
using SmsBridge.Work;

namespace SmsBridge.Twilio;

/// <summary>Whether Twilio takes each token and API key, and what state the account is in.</summary>
internal sealed class CredentialsCheck(IOptions<TwilioOptions> options, TwilioClient client) : ICheck
{
    public Task<IReadOnlyList<Probe>> Probes(CancellationToken cancellationToken)
    {
        IReadOnlyList<Probe> probes =
            options.Value.Accounts.Count == 0
                ? [Probe.Of(null, _ => Task.FromResult(None))]
                : [.. options.Value.Accounts.SelectMany(a => Credentials(a.Key, a.Value))];
        return Task.FromResult(probes);
    }

    private static readonly Finding None = Finding.Warn(
        "no account is configured",
        "Set Twilio:Accounts:{name}:AccountSid and :AuthTokens:0."
    );

    private IEnumerable<Probe> Credentials(string name, TwilioAccountOptions account)
    {
        var (key, sid) = ($"Twilio:Accounts:{name}", account.AccountSid);
        for (var i = 0; i < account.AuthTokens.Count; i++)
        {
            var (setting, authorization) = ($"{key}:AuthTokens:{i}", TwilioAccounts.Basic(sid, account.AuthTokens[i]));

            // One that was rotated out does no harm beside a good one; alone, or signing REST calls, it stops everything.
            var needed = account.AuthTokens.Count == 1 || (i == 0 && string.IsNullOrEmpty(account.ApiKeySid));
            yield return Probe.Of(
                $"{name} token {i}",
                token => Ask(t => client.Api.Account(sid, authorization, t), setting, needed, token)
            );
        }

        if (!string.IsNullOrEmpty(account.ApiKeySid))
        {
            // An ordinary API key may not read the account itself.
            var authorization = TwilioAccounts.Basic(account.ApiKeySid, account.ApiKeySecret);
            yield return Probe.Of(
                $"{name} API key",
                token => Ask(t => client.Api.Messages(sid, authorization, 1, t), $"{key}:ApiKeySid and :ApiKeySecret", true, token)
            );
        }
    }

    private static async Task<Finding> Ask(
        Func<CancellationToken, Task<HttpResponseMessage>> send,
        string setting,
        bool needed,
        CancellationToken cancellationToken
    )
    {
        try
        {
            using var response = await send(cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => Status(body),
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when needed => Finding.Fail(
                    $"Twilio refuses it ({(int)response.StatusCode})",
                    $"Correct {setting}; the Twilio console shows what is valid. Check the AccountSid, too."
                ),
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Finding.Warn(
                    $"Twilio refuses it ({(int)response.StatusCode})",
                    $"Where it was rotated out, remove {setting}."
                ),
                _ => Finding.Fail(
                    TwilioErrors.Read(response.StatusCode, body, null).Reason,
                    "Check Twilio:ApiUrl, and Twilio's status page."
                ),
            };
        }
        catch (HttpRequestException error)
        {
            return Finding.Fail(
                Transport.Read("Twilio", error, out _).Reason,
                "Check Twilio:ApiUrl and the way out: name, proxy, firewall."
            );
        }
        catch (JsonException)
        {
            return Finding.Fail("the answer is not Twilio's", "Check Twilio:ApiUrl; perhaps a proxy answers.");
        }
    }

    private static Finding Status(string body)
    {
        using var json = JsonDocument.Parse(body);
        var status = json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.Text("status") : null;
        return status is null or "active"
            ? Finding.Ok("Twilio accepts it")
            : Finding.Fail($"the account is {status}", "Reactivate it in the Twilio console.");
    }
}
