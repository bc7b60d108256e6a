using System.Text.Json;

namespace SmsBridge.Bench;

/// <summary>All that is known of one thread: the bridge's rows, what the providers and the desk saw, and what the instances logged.</summary>
internal sealed class SoakStory(Rig rig, SoakRows rows, IReadOnlyCollection<SoakText> texts, IReadOnlyCollection<SoakDelivery> desk)
{
    public async Task Tell(string customer, Guid? thread, TextWriter to)
    {
        foreach (var text in texts.Where(t => t.Customer == customer).OrderBy(t => t.SentAt))
        {
            var by = text.IsTaken ? string.Join(" and ", text.TakenBy) : "nobody";
            to.WriteLine(
                $"  handset: '{text.Body}' {text.Sid}, sent {text.SentAt}, taken {text.TakenTime:HH:mm:ss.fff} {text.TakenAt} by {by}"
            );
        }

        foreach (var turn in rig.Chat.Turns.Of(customer))
        {
            to.WriteLine(
                $"  agent: '{turn.Message}' at {turn.StartedAt:HH:mm:ss.fff}, answered {turn.EndedAt:HH:mm:ss.fff}, {turn.Conversation.Id}"
            );
        }

        foreach (var sent in rig.Twilio.Sent.Of(customer))
        {
            to.WriteLine($"  twilio: '{sent.Body}' {sent.Sid} at {sent.At:HH:mm:ss.fff}, {sent.StatusCallback}");
        }

        foreach (var fault in rig.Twilio.Faults.Applied.Of(customer))
        {
            to.WriteLine($"  twilio fault: {fault.Operation} {fault.Fault}");
        }

        foreach (var delivery in desk.Where(d => d.ThreadId == thread))
        {
            to.WriteLine($"  desk: {JsonSerializer.Serialize(delivery)}");
        }

        if (thread is not { } known)
        {
            return;
        }

        var lines = await rows.OfThread(known);
        lines.ForEach(line => to.WriteLine("  " + line));
        var words = lines.Select(IdOf).OfType<string>().Append(known.ToString()).ToHashSet(StringComparer.Ordinal);
        foreach (var instance in rig.Instances)
        {
            await foreach (var line in File.ReadLinesAsync(instance.LogFile))
            {
                if (words.Any(line.Contains))
                {
                    to.WriteLine($"  {Path.GetFileName(instance.LogFile)}: {line}");
                }
            }
        }
    }

    /// <summary>The row's own id, which log lines name.</summary>
    private static string? IdOf(string line)
    {
        using var row = JsonDocument.Parse(line[(line.IndexOf('{', StringComparison.Ordinal))..]);
        return row.RootElement.TryGetProperty("id", out var id) ? id.GetString() : null;
    }
}
