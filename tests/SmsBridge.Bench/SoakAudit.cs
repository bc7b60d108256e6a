using SmsBridge.Messages;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Twilio;
using SmsBridge.Threads;
using SmsBridge.Threads.Turns;

namespace SmsBridge.Bench;

/// <summary>Something that must not happen, and the text it happened to.</summary>
internal sealed record SoakViolation(string What, SoakText Text);

/// <summary>
/// Compares what handsets sent and had acknowledged with what the Chat API took, what Twilio created and what the desk received; the
/// bridge's database only says which of the three a text had to reach, and which doublings the bridge knew about.
/// </summary>
internal sealed class SoakAudit
{
    private const string Answer = "You said: ";

    private readonly IReadOnlyList<SoakText> texts;
    private readonly Dictionary<string, SoakTextRow> rows;
    private readonly Dictionary<string, List<ChatTurn>> asked;
    private readonly Dictionary<string, List<SmsMessage>> answers;
    private readonly Dictionary<Guid, List<SoakDelivery>> relayed;
    private readonly Dictionary<string, int> apologies;
    private readonly HashSet<string> closed;
    private readonly HashSet<SoakText> pastSpools = [];

    /// <param name="closed">Conversations at the Chat API that the desk had closed.</param>
    public SoakAudit(
        IReadOnlyList<SoakText> texts,
        IEnumerable<SoakTextRow> rows,
        IEnumerable<string> closed,
        Rig rig,
        IReadOnlyCollection<SoakDelivery> desk
    )
    {
        this.texts = texts;
        this.closed = closed.ToHashSet(StringComparer.Ordinal);
        this.rows = rows.ToDictionary(r => r.Sid, StringComparer.Ordinal);
        // Texts that are joined into one turn are told apart by their lines.
        asked = ByText(rig.Chat.Turns.All(), t => t.Message.Split('\n'));
        var sent = rig.Twilio.Sent.All();
        answers = ByText(sent.Where(m => m.Body.StartsWith(Answer, StringComparison.Ordinal)), m => m.Body[Answer.Length..].Split('\n'));
        apologies = sent.Where(m => m.Body == DefaultWords.For(null).Apology)
            .GroupBy(m => m.To, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        relayed = desk.Where(d => d.Data.TryGetProperty("messageId", out _))
            .GroupBy(d => d.Data.GetProperty("messageId").GetGuid())
            .ToDictionary(g => g.Key, g => g.ToList());
    }

    /// <summary>Acknowledged texts that no instance had in Postgres when it acknowledged them.</summary>
    public int Spooled => texts.Count(IsSpooled);

    /// <summary>Texts that the agent took twice, and that the bridge knows it may have asked twice.</summary>
    public int AskedTwiceFlagged => texts.Count(t => AsksOf(t) > 1 && AsksOf(t) <= AsksKnown(t));

    /// <summary>Texts whose one answer is an apology, because nobody knows what the agent answered.</summary>
    public int Apologised => apologies.Values.Sum();

    /// <summary>Those of them that the agent never took: calls that were lost on the way there, and calls that were never made.</summary>
    public int ApologisedUntaken => texts.Count(t => rows.GetValueOrDefault(t.Sid)?.Outcome == "failed" && AsksOf(t) == 0);

    /// <summary>Texts that the desk got.</summary>
    public int Relayed => relayed.Count;

    /// <summary>Texts that overtook one which lay in the spool of another instance: that one could not know of it.</summary>
    public int OrderUnknown => pastSpools.Count;

    public IEnumerable<SoakViolation> Lost() =>
        texts
            .Where(t => t.IsTaken)
            .Select(t => (Text: t, Why: WhyLost(t)))
            .Where(t => t.Why is not null)
            .Select(t => new SoakViolation($"lost: {t.Why}", t.Text));

    public IEnumerable<SoakViolation> Doubled()
    {
        foreach (var text in texts)
        {
            var (asks, sends) = (AsksOf(text), answers.GetValueOrDefault(text.Body)?.Count ?? 0);
            var row = rows.GetValueOrDefault(text.Sid);
            if (asks > Math.Min(2, Math.Max(1, AsksKnown(text))))
            {
                yield return new SoakViolation($"doubled: the agent took it {asks} times, the bridge knows of {AsksKnown(text)}", text);
            }

            if (sends > 1)
            {
                yield return new SoakViolation($"doubled: its answer was sent {sends} times", text);
            }

            if (sends > 0 && row?.Outcome != "answered")
            {
                yield return new SoakViolation($"doubled: answered, and {row?.Outcome ?? "unfinished"}", text);
            }
        }

        foreach (var (customer, count) in apologies.Where(a => a.Value > FailedTurnsOf(a.Key)))
        {
            yield return new SoakViolation(
                $"doubled: {count} apologies for {FailedTurnsOf(customer)} turns",
                texts.First(t => t.Customer == customer)
            );
        }
    }

    /// <summary>Texts that were sent after an earlier one had been acknowledged, and overtook it on one of the three ways.</summary>
    public IEnumerable<SoakViolation> OutOfOrder()
    {
        foreach (var customer in texts.Where(t => t.IsTaken).GroupBy(t => t.Customer, StringComparer.Ordinal))
        {
            var sent = customer.OrderBy(t => t.SentAt).ToList();
            foreach (
                var violation in Overtaken("asked", sent, t => asked.GetValueOrDefault(t.Body)?[0].StartTimestamp)
                    .Concat(Overtaken("answered", sent, t => answers.GetValueOrDefault(t.Body)?[0].Sequence))
                    .Concat(
                        Overtaken(
                            "relayed",
                            sent,
                            t => rows.GetValueOrDefault(t.Sid) is { } r ? relayed.GetValueOrDefault(r.Id)?[0].Place : null
                        )
                    )
            )
            {
                yield return violation;
            }
        }
    }

    private List<SoakViolation> Overtaken(string how, List<SoakText> sent, Func<SoakText, long?> place)
    {
        var wrong = new List<SoakViolation>();
        var seen = sent.Where(t => place(t) is not null).ToList();
        for (var i = 0; i < seen.Count; i++)
        {
            foreach (var earlier in seen.Take(i).Where(e => seen[i].SentAt >= e.TakenAt && place(seen[i]) < place(e)))
            {
                if (IsSpooled(earlier) && !(earlier.ToldTo is [var slot] && seen[i].ToldTo is [var other] && slot == other))
                {
                    pastSpools.Add(seen[i]);
                }
                else
                {
                    wrong.Add(new SoakViolation($"out of order: {how} before '{earlier.Body}'", seen[i]));
                }
            }
        }

        return wrong;
    }

    private string? WhyLost(SoakText text)
    {
        if (rows.GetValueOrDefault(text.Sid) is not { } row)
        {
            return "it is not in the database";
        }

        return row switch
        {
            { Pending: true } => "it still waits",
            { Outcome: "answered" } when AsksOf(text) == 0 => "the agent never got it",
            { Outcome: "answered" } when !answers.ContainsKey(text.Body) => "its answer was not sent",
            { Outcome: "relayed" } when !relayed.ContainsKey(row.Id) => "the desk never got it",
            { Outcome: "failed" } when FailedTurnsOf(text.Customer) > apologies.GetValueOrDefault(text.Customer) =>
                $"given up without a word: {row.Error}",
            { Outcome: "answered" or "relayed" or "failed" } => null,
            _ => $"its turn ended as {row.Outcome ?? "nothing"}",
        };
    }

    private bool IsSpooled(SoakText text) => text.IsTaken && rows.GetValueOrDefault(text.Sid)?.StoredAt > text.TakenTime;

    /// <summary>A text whose conversation is closed before its answer is there is a new conversation's, which is asked anew.</summary>
    private int AsksOf(SoakText text)
    {
        var asks = asked.GetValueOrDefault(text.Body) ?? [];
        return asks.Count(a => a.Conversation == asks[^1].Conversation || !closed.Contains(a.Conversation.Id));
    }

    private int AsksKnown(SoakText text) => rows.GetValueOrDefault(text.Sid)?.Asks ?? 0;

    /// <summary>Texts that were asked together get one apology.</summary>
    private int FailedTurnsOf(string customer) =>
        texts
            .Where(t => t.Customer == customer)
            .Select(t => rows.GetValueOrDefault(t.Sid))
            .Where(r => r?.Outcome == "failed")
            .Select(r => r!.Turn)
            .Distinct()
            .Count();

    private static Dictionary<string, List<T>> ByText<T>(IEnumerable<T> items, Func<T, string[]> texts) =>
        items
            .SelectMany(i => texts(i).Select(text => (Text: text, Item: i)))
            .GroupBy(p => p.Text, p => p.Item, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
}
