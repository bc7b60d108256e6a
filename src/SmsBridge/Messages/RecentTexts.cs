using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmsBridge.Messages;

/// <param name="In">From the customer, and not ignored; else ours.</param>
/// <param name="Key">What it says (<see cref="Likeness.Key"/>); null for ours, and for what is more than words.</param>
internal sealed record RecentText(bool In, DateTimeOffset At, string? Key);

/// <summary>What went back and forth in a thread a moment ago, as the rules for texts need it. Belongs to the one turn that has the thread.</summary>
internal sealed class RecentTexts
{
    private readonly List<RecentText> texts = [];

    /// <summary>Texts were waiting when the database was asked; what became of them is not known here.</summary>
    public bool HasWaiting { get; private set; }

    /// <summary>
    /// An expression for the thread's last minutes as JSON, null where nothing came in. Texts that wait are marked: they are judged as they are
    /// taken. Ignored ones are left out, so that a window slides over what was let through; one that was told we cannot read it was answered.
    /// </summary>
    /// <param name="thread">The expression for the thread's id.</param>
    public static string Sql(string thread) =>
        $"""
            (select json_agg(json_build_object('in', h.direction = 'in', 'at', h.at, 'pending', h.pending and h.direction = 'in', 'text',
                        case when h.direction = 'in' and h.media is null and h.kind is null then h.text end) order by h.seq)::text
               from messages h
              where h.thread_id = {thread}
                and h.seq >= (select min(i.seq) from (select n.seq from messages n
                               where n.thread_id = {thread} and n.direction = 'in' and n.at > now() - interval '10 minutes'
                               order by n.at desc limit 2000) i)
                and (h.direction = 'out' or h.status <> 'ignored' or h.reason = 'unsupported'))
            """;

    /// <summary>An expression for how many texts came in in the last minutes, counted up to a number.</summary>
    public static string CountSql(string thread, string upTo) =>
        $"""
            (select count(*) from (select from messages n
               where n.thread_id = {thread} and n.direction = 'in' and n.at > now() - interval '10 minutes' order by n.at desc limit {upTo}) c)
            """;

    public static RecentTexts Read(string? json)
    {
        var recent = new RecentTexts();
        foreach (var text in json is null ? [] : JsonSerializer.Deserialize(json, RecentJson.Default.ListRow)!)
        {
            if (text.Pending)
            {
                recent.HasWaiting = true;
                continue;
            }

            recent.texts.Add(new RecentText(text.In, text.At, text.Text is { } words ? Likeness.Key(words) : null));
        }

        return recent;
    }

    /// <summary>A text that was let through.</summary>
    public void Add(WaitingText text) => texts.Add(new RecentText(In: true, text.At, KeyOf(text)));

    /// <summary>Files and buttons are no words that somebody repeats.</summary>
    public static string? KeyOf(WaitingText text) =>
        text is { Media: null, Kind: null } && !string.IsNullOrWhiteSpace(text.Text) ? Likeness.Key(text.Text) : null;

    /// <summary>Those of the customer within a time before another.</summary>
    public IEnumerable<RecentText> Within(TimeSpan time, DateTimeOffset before) =>
        texts.Where(t => t.In && t.At > before - time && t.At <= before);

    /// <summary>A text of ours went out so shortly before.</summary>
    public bool Answers(DateTimeOffset at, TimeSpan within) => texts.Any(t => !t.In && t.At <= at && at - t.At <= within);

    internal sealed record Row(bool In, DateTimeOffset At, bool Pending, string? Text);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(List<RecentTexts.Row>))]
internal sealed partial class RecentJson : JsonSerializerContext;
