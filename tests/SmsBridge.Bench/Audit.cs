using System.Diagnostics;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.Bench;

/// <summary>Compares what handsets sent and had acknowledged with what the Chat API was asked and what Twilio sent.</summary>
/// <param name="Lost">Acknowledged texts that were not asked, or not answered.</param>
/// <param name="DoubleAsked">Texts that the agent took more than once.</param>
/// <param name="DoubleSent">Answers that left more than once.</param>
/// <param name="OutOfOrder">Answers that left before one to an earlier text of the same customer.</param>
internal sealed record Audit(int Acknowledged, int Lost, int DoubleAsked, int DoubleSent, int OutOfOrder, IReadOnlyList<string> LostTexts)
{
    private const string Answer = "You said: ";

    public static Audit Of(IReadOnlyCollection<SentText> sent, TwilioServer twilio, ChatApiServer chat)
    {
        var acknowledged = sent.Where(t => t.Status is >= 200 and < 300).ToList();
        var asked = chat
            .Turns.All()
            .SelectMany(t => t.Message.Split('\n'))
            .GroupBy(text => text, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        // One answer may be to several texts: each has a line of its own.
        var replies = twilio
            .Sent.All()
            .Where(m => m.Body.StartsWith(Answer, StringComparison.Ordinal))
            .SelectMany(m => m.Body[Answer.Length..].Split('\n'), (message, text) => (Message: message, Text: text))
            .GroupBy(r => r.Text, r => r.Message, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
        var lost = acknowledged.Where(t => !asked.ContainsKey(t.Body) || !replies.ContainsKey(t.Body)).Select(t => t.Body).ToList();
        return new Audit(
            acknowledged.Count,
            lost.Count,
            asked.Count(a => a.Value > 1),
            replies.Count(r => r.Value.Count > 1),
            acknowledged.GroupBy(t => t.Customer, StringComparer.Ordinal).Sum(c => OutOfOrderOf(c, replies)),
            lost
        );
    }

    public override string ToString() =>
        $"{Acknowledged} texts acknowledged: lost {Lost}, out of order {OutOfOrder}, asked twice {DoubleAsked}, sent twice {DoubleSent}";

    /// <summary>Texts that overlapped on their way in have no order; those sent after another was acknowledged have.</summary>
    private static int OutOfOrderOf(IEnumerable<SentText> ofCustomer, Dictionary<string, List<SmsMessage>> replies)
    {
        var wrong = 0;
        SentText? before = null;
        foreach (var text in ofCustomer.OrderBy(t => t.SentAt))
        {
            if (before is not null && text.SentAt >= AcceptedAt(before) && First(text) < First(before))
            {
                wrong++;
            }

            before = text;
        }

        return wrong;

        static long AcceptedAt(SentText text) => text.SentAt + (long)(text.AcceptTime.TotalSeconds * Stopwatch.Frequency);

        int First(SentText text) => replies.TryGetValue(text.Body, out var sent) ? sent[0].Sequence : int.MaxValue;
    }
}
