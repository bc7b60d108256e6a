using Microsoft.Extensions.Options;
using SmsBridge.Hosting;
using SmsBridge.Work;
using Twilio.Rest.Api.V2010;
using Twilio.Rest.Api.V2010.Account;

namespace SmsBridge.Twilio;

/// <summary>Whether Twilio takes each token and API key, and what state the account is in.</summary>
internal sealed class CredentialsCheck(IOptions<TwilioOptions> options, TwilioRest rest) : ICheck
{
    private const string Active = "active";
    private const string Answer = "answer";

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
                async token => Judge(await Account(new TwilioAccount(name, sid, [], authorization), token), setting, needed)
            );
        }

        if (!string.IsNullOrEmpty(account.ApiKeySid))
        {
            // An ordinary API key may not read the account itself.
            var authorization = TwilioAccounts.Basic(account.ApiKeySid, account.ApiKeySecret);
            yield return Probe.Of(
                $"{name} API key",
                async token =>
                    Judge(
                        await Messages(new TwilioAccount(name, sid, [], authorization), token),
                        $"{key}:ApiKeySid and :ApiKeySecret",
                        true
                    )
            );
        }
    }

    /// <summary>The account's state.</summary>
    private Task<Attempt<string>> Account(TwilioAccount account, CancellationToken cancellationToken) =>
        rest.Ask(
            account,
            async client => (await AccountResource.FetchAsync(account.Sid, client))?.Status?.ToString() ?? Active,
            Answer,
            cancellationToken
        );

    /// <summary>Whether the list of messages may be read.</summary>
    private Task<Attempt<string>> Messages(TwilioAccount account, CancellationToken cancellationToken) =>
        rest.Ask(
            account,
            async client =>
            {
                var one = new ReadMessageOptions { PageSize = 1 };
                await TwilioRest.Page(client, "Messages", one.GetParams(), "messages", MessageResource.FromJson);
                return Active;
            },
            Answer,
            cancellationToken
        );

    private Finding Judge(Attempt<string> state, string setting, bool needed) =>
        state switch
        {
            { Value: Active } => Finding.Over(new Uri(options.Value.ApiUrl), "Twilio accepts it"),
            { Value: { } other } => Finding.Fail($"the account is {other}", "Reactivate it in the Twilio console."),
            { Failure: { Category: FailureCategory.Credentials } failure } when needed => Finding.Fail(
                $"Twilio refuses it ({failure.Reason})",
                $"Correct {setting}; the Twilio console shows what is valid. Check the AccountSid, too."
            ),
            { Failure: { Category: FailureCategory.Credentials } failure } => Finding.Warn(
                $"Twilio refuses it ({failure.Reason})",
                $"Where it was rotated out, remove {setting}."
            ),
            _ => Finding.Fail(
                state.Failure!.Reason,
                "Check Twilio:ApiUrl, Twilio's status page, and the way out: name, proxy that answers instead, firewall."
            ),
        };
}
