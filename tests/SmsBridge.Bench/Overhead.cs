using System.Diagnostics;

namespace SmsBridge.Bench;

/// <summary>What the bridge adds: from the moment a handset's webhook leaves to the call of Twilio's create, less the time the agent had the text.</summary>
internal static class Overhead
{
    public static IEnumerable<double> Of(Rig rig, IReadOnlyCollection<SentText> sent)
    {
        var turns = rig
            .Chat.Turns.All()
            .DistinctBy(t => t.Message, StringComparer.Ordinal)
            .ToDictionary(t => t.Message, StringComparer.Ordinal);
        var replies = rig
            .Twilio.Sent.All()
            .DistinctBy(m => m.Body, StringComparer.Ordinal)
            .ToDictionary(m => m.Body, StringComparer.Ordinal);
        foreach (var text in sent)
        {
            if (turns.TryGetValue(text.Body, out var turn) && replies.TryGetValue("You said: " + text.Body, out var reply))
            {
                var all = Stopwatch.GetElapsedTime(text.SentAt, reply.Timestamp);
                yield return (all - Stopwatch.GetElapsedTime(turn.StartTimestamp, turn.EndTimestamp)).TotalMilliseconds;
            }
        }
    }

    /// <summary>Waits until everything acknowledged is answered, or nothing moves any more.</summary>
    public static async Task Settled(Rig rig, IReadOnlyCollection<SentText> sent, TimeSpan patience)
    {
        var wanted = sent.Count(t => t.Status is >= 200 and < 300);
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < patience && Audit.Of(sent, rig.Twilio, rig.Chat).Lost > 0 && wanted > 0)
        {
            await Task.Delay(250, CancellationToken.None);
        }
    }
}
