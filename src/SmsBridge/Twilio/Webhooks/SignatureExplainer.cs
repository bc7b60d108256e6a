using Microsoft.Extensions.Options;
using SmsBridge.Hosting;
using Twilio.Security;

namespace SmsBridge.Twilio.Webhooks;

/// <summary>Why a webhook was refused.</summary>
/// <param name="Cause">
/// What differs (<c>scheme</c>, <c>host</c>, <c>path</c>, <c>query</c>, <c>body</c>, <c>token</c>, several joined by <c>+</c>), or <c>no-match</c>,
/// <c>no-signature</c>, <c>unknown-account</c>.
/// </param>
/// <param name="Route">Which webhook.</param>
/// <param name="Account">The account that it names; null where that is none of ours.</param>
/// <param name="Found">What would have matched; a stranger cannot bring that about. Null where nothing does.</param>
internal sealed record Explanation(string Cause, string Route, string? Account, string? Found, string What, string Remedy);

/// <summary>Finds out what a refused webhook would have been signed over, by trying what proxies and settings usually do to a URL.</summary>
internal sealed class SignatureExplainer(TwilioAccounts accounts, IOptions<PublicOptions> options)
{
    /// <summary>Signatures that are computed for one webhook at most, and how many bytes each may be; larger webhooks get fewer. Some milliseconds.</summary>
    private const int MostTries = 2500;

    private const int UsualSize = 2048;

    private const int MostDeviations = 3;

    private readonly PublicUrl url = new(options.Value.BaseUrl);

    public Explanation Explain(RefusedWebhook webhook) =>
        webhook switch
        {
            { Account: null } => new(
                "unknown-account",
                webhook.Route,
                null,
                null,
                $"its AccountSid is {Shown(webhook.Form["AccountSid"])}, which is not configured.",
                "If it is yours, add it to Twilio:Accounts with its tokens; a subaccount has its own. Else somebody else's webhook points here."
            ),
            { Claim: null } => new(
                "no-signature",
                webhook.Route,
                webhook.Account.Name,
                null,
                "it has no X-Twilio-Signature.",
                "Have the proxy pass this header. If it does, it was not Twilio."
            ),
            _ => Match(webhook) ?? NoMatch(webhook, webhook.Account),
        };

    private Explanation? Match(RefusedWebhook webhook)
    {
        var guesses = new SignatureGuesses(webhook, url, options.Value.BaseUrl, accounts.All);
        var (schemes, authorities, prefixes) = (guesses.Schemes(), guesses.Authorities(), guesses.Prefixes());
        var (targets, fields, tokens) = (guesses.Targets(), guesses.Fields(), guesses.Tokens());
        var combinations =
            from scheme in schemes
            from authority in authorities
            from prefix in prefixes
            from target in targets
            from field in fields
            from token in tokens
            let deviations = Deviations(
                scheme.Deviation,
                authority.Deviation,
                prefix.Deviation,
                target.Deviation,
                field.Deviation,
                token.Deviation
            )
            where deviations.Count is > 0 and <= MostDeviations
            select (
                Before: $"{scheme.Value}://{authority.Value}{prefix.Value}",
                Target: target.Value,
                Fields: field.Value,
                Token: token.Value,
                Deviations: deviations
            );

        // The simplest explanation first.
        return combinations
            .OrderBy(c => c.Deviations.Count)
            .Take(MostTries / (1 + fields[0].Value.Sum(f => f.Key.Length + f.Value.Length) / UsualSize))
            .Where(c => Fits(c.Before + c.Target, c.Fields, c.Token.Token, webhook.Claim!))
            .Select(c => Found(webhook, c.Before, c.Target, c.Token, c.Deviations))
            .FirstOrDefault();
    }

    private static List<Deviation> Deviations(params ReadOnlySpan<Deviation?> all)
    {
        var found = new List<Deviation>();
        foreach (var deviation in all)
        {
            if (deviation is not null)
            {
                found.Add(deviation);
            }
        }

        return found;
    }

    private static bool Fits(string signed, Dictionary<string, string> fields, string token, string claim)
    {
        try
        {
            return new RequestValidator(token).Validate(signed, fields, claim);
        }
        catch (UriFormatException)
        {
            return false;
        }
    }

    private static Explanation Found(RefusedWebhook webhook, string before, string target, TokenGuess token, List<Deviation> deviations)
    {
        var cut = target.IndexOf('?');
        var slash = (cut < 0 ? target : target[..cut]).EndsWith('/') ? "/" : "";
        var shown = $"{PublicUrl.WithoutUser(before)}{webhook.Route}{slash}{(cut < 0 ? "" : "?…")}";
        var found = $"{shown} with token {token.Index} of account '{token.Account.Name}'";
        return new(
            string.Join('+', deviations.Select(d => d.Cause).Distinct(StringComparer.Ordinal)),
            webhook.Route,
            webhook.Account!.Name,
            found,
            $"its signature fits {found}: {string.Join("; ", deviations.Select(d => d.What))}.",
            string.Join(' ', deviations.Select(d => d.Remedy).Distinct(StringComparer.Ordinal))
        );
    }

    private Explanation NoMatch(RefusedWebhook webhook, TwilioAccount account)
    {
        var headers = webhook.Headers;
        var disagreeing = string.Concat(
            Disagrees("X-Forwarded-Proto", headers.ForwardedProto, url.Scheme),
            Disagrees("X-Forwarded-Host", headers.ForwardedHost, url.Authority)
        );
        return new(
            "no-match",
            webhook.Route,
            account.Name,
            null,
            $"its signature fits no form of {url.Shown}{webhook.Route}, with any of the tokens that are configured{disagreeing}.",
            $"Compare Twilio:Accounts:{account.Name}:AuthTokens with the Twilio console (during a rotation list both), and the webhook's URL there with {url.Shown}{webhook.Route}. If both are right, it was not Twilio."
        );
    }

    private static string Disagrees(string header, string? said, string expected) =>
        said is null || said == expected ? "" : $"; {header} says {said}, which Public:BaseUrl does not have";

    private static string Shown(string? sid) => TwilioAccounts.IsSid(sid) ? sid! : "missing or no such sid";
}
