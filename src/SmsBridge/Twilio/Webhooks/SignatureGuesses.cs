namespace SmsBridge.Twilio.Webhooks;

/// <summary>One way in which something that is signed may differ from what the bridge expects.</summary>
/// <param name="Cause">One word: <c>scheme</c>, <c>host</c>, <c>path</c>, <c>query</c>, <c>body</c> or <c>token</c>.</param>
/// <param name="What">Half a sentence; without anything that the webhook held.</param>
internal sealed record Deviation(string Cause, string What, string Remedy);

/// <summary>A value that may have been signed. Without a deviation it is the expected one, which is the first of its list.</summary>
internal sealed record Guess<T>(T Value, Deviation? Deviation = null);

/// <summary>A token that may have signed.</summary>
internal sealed record TokenGuess(TwilioAccount Account, int Index)
{
    public string Token => Account.Tokens[Index];
}

/// <summary>What may have been signed instead of what arrived, part by part.</summary>
internal sealed class SignatureGuesses(RefusedWebhook webhook, PublicUrl url, string baseUrl, IEnumerable<TwilioAccount> accounts)
{
    private const int MostTokens = 20;

    private readonly ProxyHeaders headers = webhook.Headers;

    private string SameUrl =>
        $"Make the two the same: set Public:BaseUrl to what Twilio calls, or point Twilio at {url.Shown}{webhook.Route} (smsbridge numbers connect).";

    public List<Guess<string>> Schemes()
    {
        var other = url.Scheme == "https" ? "http" : "https";
        var said = headers.ForwardedProto == other ? $", as X-Forwarded-Proto says" : "";
        return [new(url.Scheme), new(other, new("scheme", $"Twilio called {other}{said}, and Public:BaseUrl has {url.Scheme}", SameUrl))];
    }

    public List<Guess<string>> Authorities()
    {
        var guesses = new List<Guess<string>> { new(url.Authority) };
        Add(headers.ForwardedHost, "X-Forwarded-Host");
        Add(headers.Host, "Host");
        Add(WithPort(headers.ForwardedPort), "X-Forwarded-Port");
        Add(WithPort(PortOf(headers.Host)), "Host");
        Add(WithPort(PortOf(headers.ForwardedHost)), "X-Forwarded-Host");
        Add(url.Host, null);
        return guesses;

        void Add(string? authority, string? header)
        {
            if (authority is null || guesses.Exists(g => g.Value == authority))
            {
                return;
            }

            var said = header is null ? "" : $", as {header} says";
            guesses.Add(
                new(authority, new("host", $"Twilio called {Bare(authority)}{said}, and Public:BaseUrl has {Bare(url.Authority)}", SameUrl))
            );
        }
    }

    /// <summary>Twilio signs the prefix that it called; what proxies strip or add is none of it.</summary>
    public List<Guess<string>> Prefixes()
    {
        var guesses = new List<Guess<string>> { new(url.Prefix) };
        Add("");
        Add(headers.ForwardedPrefix);
        return guesses;

        void Add(string? prefix)
        {
            if (prefix is null || guesses.Exists(g => g.Value == prefix))
            {
                return;
            }

            var what =
                prefix.Length == 0
                    ? $"Twilio called without the path {url.Prefix} of Public:BaseUrl"
                    : $"Twilio called below the path {prefix}, as X-Forwarded-Prefix says, which Public:BaseUrl lacks";
            guesses.Add(new(prefix, new("path", what, SameUrl)));
        }
    }

    /// <summary>Path and query below the prefix.</summary>
    public List<Guess<string>> Targets()
    {
        var arrived = url.Strip(webhook.RawTarget);
        var cut = arrived.IndexOf('?');
        var (path, query) = cut < 0 ? (arrived, "") : (arrived[..cut], arrived[cut..]);
        const string keepUrl = "Have the proxy pass path and query unchanged.";
        const string plainQuery = "Use only letters, digits, '-' and '_' in the query of the webhook's URL, in the order of the names.";
        var slash = path.EndsWith('/') ? path.TrimEnd('/') : path + "/";
        var guesses = new List<Guess<string>> { new(arrived) };
        Add(
            slash + query,
            new("path", path.EndsWith('/') ? "Twilio called without the last slash" : "Twilio called with a slash at the end", SameUrl)
        );
        Add("/" + arrived, new("path", "Twilio called with two slashes before the path", SameUrl));
        Add(Canonical(arrived), new("path", "the path or the query was encoded in another way", keepUrl));
        Add(path, new("query", "Twilio called without the query", keepUrl));
        Add(path + Uri.UnescapeDataString(query), new("query", "the query was signed as it is unencoded", plainQuery));
        Add(path + Sorted(query), new("query", "the query was signed in the order of its names", plainQuery));
        return guesses;

        void Add(string target, Deviation deviation)
        {
            if (!guesses.Exists(g => g.Value == target))
            {
                guesses.Add(new(target, deviation));
            }
        }
    }

    public List<Guess<Dictionary<string, string>>> Fields() => SignedFields.Of(webhook);

    /// <summary>The tokens of all accounts, those of the account that the webhook names first; 20 at most.</summary>
    public List<Guess<TokenGuess>> Tokens()
    {
        var own = webhook.Account!;
        return
        [
            .. Enumerable.Range(0, own.Tokens.Count).Select(i => new Guess<TokenGuess>(new(own, i))),
            .. accounts
                .Where(a => a != own)
                .SelectMany(a =>
                    Enumerable
                        .Range(0, a.Tokens.Count)
                        .Select(i => new Guess<TokenGuess>(
                            new(a, i),
                            new(
                                "token",
                                $"a token of account '{a.Name}' signed it, and AccountSid is that of '{own.Name}'",
                                $"Give Twilio:Accounts:{own.Name} the tokens of its own AccountSid; a subaccount has its own."
                            )
                        ))
                )
                .Take(MostTokens),
        ];
    }

    private string? WithPort(string? port) => port is null ? null : $"{url.Host}:{port}";

    private static string? PortOf(string? authority) =>
        authority is not null && authority.LastIndexOf(':') is var at && at > authority.LastIndexOf(']') ? authority[(at + 1)..] : null;

    /// <summary>Without user and password.</summary>
    private static string Bare(string authority) => authority[(authority.LastIndexOf('@') + 1)..];

    private string Canonical(string target) =>
        !target.StartsWith("//", StringComparison.Ordinal) && Uri.TryCreate(new Uri(baseUrl), target, out var whole)
            ? whole.PathAndQuery
            : target;

    private static string Sorted(string query) =>
        query.Length < 2 ? query : "?" + string.Join('&', query[1..].Split('&').Order(StringComparer.Ordinal));
}
