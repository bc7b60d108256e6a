using System.Globalization;

namespace SmsBridge.Sandbox.Twilio;

/// <summary>The list call: filters, newest first, pages that are followed through next_page_uri.</summary>
internal static class MessageList
{
    public static MessagePage Page(MessageStore store, TwilioAccount account, HttpRequest request)
    {
        var query = request.Query;
        var size = int.TryParse(query["PageSize"], out var asked) ? Math.Clamp(asked, 1, 1000) : 50;
        var page = int.TryParse(query["Page"], out var number) ? Math.Max(number, 0) : 0;
        var below = int.TryParse(query["PageToken"].ToString().Replace("PA", "", StringComparison.Ordinal), out var token)
            ? token
            : int.MaxValue;
        var to = Filter(query, "To");
        var from = Filter(query, "From");
        var sent = DateFilter(query);
        bool Match(SmsMessage m) =>
            m.Account == account && !m.Deleted && (to is null || m.To == to) && (from is null || m.From == from) && sent(m.SentAt ?? m.At);

        // One more than asked tells whether there is a next page.
        var found = store.NewestFirst(below, size + 1, to, Match);
        var more = found.Count > size;
        var shown = found.Take(size).ToList();
        string Uri(int p, string pageToken) => $"{request.Path}{Query(query, size, p, pageToken)}";
        return new MessagePage(
            [.. shown.Select(MessageDocument.Of)],
            page,
            size,
            page * size,
            page * size + Math.Max(shown.Count - 1, 0),
            $"{request.Path}{request.QueryString}",
            Uri(0, ""),
            page > 0 ? Uri(page - 1, "") : null,
            more ? Uri(page + 1, $"PA{shown[^1].Sequence}") : null
        );
    }

    private static string? Filter(IQueryCollection query, string name) => query.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>DateSent is a day in GMT; <c>DateSent&lt;</c> and <c>DateSent&gt;</c> include their day, and may carry a time.</summary>
    private static Func<DateTimeOffset, bool> DateFilter(IQueryCollection query)
    {
        var on = Date(query["DateSent"]);
        var until = Date(query["DateSent<"]);
        var since = Date(query["DateSent>"]);
        return at =>
            (on is not { } day || at.UtcDateTime.Date == day.At.UtcDateTime.Date)
            && (until is not { } end || at < (end.HasTime ? end.At.AddSeconds(1) : end.At.AddDays(1)))
            && (since is not { } start || at >= start.At);
    }

    private static (DateTimeOffset At, bool HasTime)? Date(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? (at.ToUniversalTime(), text!.Contains(':', StringComparison.Ordinal))
            : null;

    private static QueryString Query(IQueryCollection query, int size, int page, string token)
    {
        var filters = query.Where(p => p.Key is not ("PageSize" or "Page" or "PageToken"));
        var result = QueryString.Create(filters).Add("PageSize", $"{size}").Add("Page", $"{page}");
        return token.Length > 0 ? result.Add("PageToken", token) : result;
    }
}
