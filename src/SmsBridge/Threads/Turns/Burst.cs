using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmsBridge.Agents;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Observability;
using SmsBridge.Work;

namespace SmsBridge.Threads.Turns;

/// <summary>Which of a thread's waiting texts become one turn, and how long they wait for more.</summary>
internal static class Burst
{
    public const int MaxTexts = 20;

    /// <summary>A longer text is a turn by itself.</summary>
    public const int MaxCharacters = 5000;

    /// <param name="waiting">In order; at least one.</param>
    /// <param name="again">The agent may have been asked before: then it is asked the same.</param>
    public static IReadOnlyList<WaitingText> Of(IReadOnlyList<WaitingText> waiting, bool again = false)
    {
        if (again)
        {
            var asked = waiting.Where(t => t.Asked).ToList();
            return asked.Count > 0 ? asked : [waiting[0]];
        }

        var characters = 0;
        return [.. waiting.Take(MaxTexts).TakeWhile((t, i) => (characters += t.Text.Length) <= MaxCharacters || i == 0)];
    }

    /// <summary>How long to wait for more: each text restarts the window, and the first waits no longer than five of them, or 15 s.</summary>
    public static TimeSpan Rest(IReadOnlyList<WaitingText> waiting, TimeSpan window)
    {
        if (Of(waiting).Count < waiting.Count)
        {
            return TimeSpan.Zero;
        }

        var cap = Shorter(5 * window, NumberDocument.MaxCoalesce);
        var rest = Shorter(window - waiting[^1].Age, cap - waiting[0].Age);
        return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}

/// <summary>Texts as the agent gets them.</summary>
internal static class AgentMessages
{
    /// <summary>Texts that are answered together, each on lines of its own.</summary>
    public static AgentMessage Of(IReadOnlyList<WaitingText> texts, NumberDocument number)
    {
        var (lines, all) = (new List<string>(), new JsonObject());
        foreach (var text in texts)
        {
            var media = InboundMedia.Read(text.Media);
            lines.Add(Words(text.Text, media, number.MediaLine));
            Merge(all, About(text, media));
        }

        return new AgentMessage(
            // Texts join a turn at its end: one that grows is another message.
            texts[^1].Id,
            string.Join('\n', lines.Where(l => l.Length > 0)),
            all.Count == 0 ? null : JsonSerializer.SerializeToElement(all, TextJson.Default.JsonObject)
        );
    }

    /// <summary>Lists are put together and counts added up; of anything else the last text's counts.</summary>
    private static void Merge(JsonObject all, JsonObject about)
    {
        foreach (var (name, value) in about)
        {
            all[name] = (all[name], value) switch
            {
                (JsonArray before, JsonArray more) => new JsonArray([.. before.Concat(more).Select(v => v?.DeepClone())]),
                ({ } before, { } more) when name == "media_count" => before.GetValue<int>() + more.GetValue<int>(),
                _ => value?.DeepClone(),
            };
        }
    }

    /// <summary>The text, and below it a line about the files. A message of files alone is never empty: the agent must get something.</summary>
    private static string Words(string text, IReadOnlyList<InboundMedia> media, string line)
    {
        if (media.Count == 0)
        {
            return text;
        }

        var template = line.Length == 0 && text.Length == 0 ? NumberDocument.DefaultMediaLine : line;
        var types = media.Select(m => m.ContentType.Length > 0 ? m.ContentType : "unknown type").Distinct();
        var told = template
            .Replace("{count}", media.Count.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{types}", string.Join(", ", types), StringComparison.Ordinal);
        return string.Join('\n', new[] { text, told }.Where(l => l.Length > 0));
    }

    /// <summary><c>{ kind, media: [{ content_type }], media_count, button_payload, location, in_reply_to }</c>, each only where there is one.</summary>
    private static JsonObject About(WaitingText text, IReadOnlyList<InboundMedia> media)
    {
        var about = text.Details is { } details ? JsonNode.Parse(details)!.AsObject() : [];
        if (text.Kind is { } kind)
        {
            about["kind"] = JsonValue.Create(kind);
        }

        if (media.Count > 0)
        {
            var files = new JsonArray([.. media.Select(m => new JsonObject { ["content_type"] = m.ContentType })]);
            about["media"] = files;
            about["media_count"] = media.Count;
        }

        return about;
    }
}

/// <summary>Drops a reply that a newer text has made stale, where the number wants that.</summary>
internal sealed class Withholding(WaitingTextsReader reader, Screening screening, BridgeMetrics metrics, TimeProvider time)
{
    /// <summary>Replies in a row.</summary>
    public const int MaxTimes = 3;

    /// <summary>A customer who has waited so long since the first text gets the reply that there is.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(30);

    /// <summary>A text that comes in after the look is not lost: the reply is sent, and the text is answered next.</summary>
    /// <param name="asked">What the reply answers.</param>
    /// <param name="times">How many replies were dropped before this one.</param>
    /// <returns>What the agent is to be asked instead; null: the reply is sent.</returns>
    public async Task<IReadOnlyList<WaitingText>?> Instead(
        HeldTurn held,
        ThreadContext thread,
        IReadOnlyList<WaitingText> asked,
        AgentReply reply,
        int times,
        CancellationToken cancellationToken
    )
    {
        var settings = thread.Conversation!.Settings;
        if (
            !TurnDecisions.MayWithhold(settings, reply, times)
            || await Joined(held.Lease, thread, asked, cancellationToken) is not { } joined
            || joined[0].Age >= MaxAge
        )
        {
            return null;
        }

        metrics.ReplyWithheld();
        while (Burst.Rest(joined, settings.Coalesce) is { Ticks: > 0 } rest)
        {
            await Task.Delay(rest, time, cancellationToken);
            if (await Joined(held.Lease, thread, asked, cancellationToken) is not { } more)
            {
                break;
            }

            joined = more;
        }

        return Burst.Of(joined);
    }

    /// <summary>What was asked and what has come in since, with their ages; null when nothing has that the agent could be asked as well.</summary>
    private async Task<List<WaitingText>?> Joined(
        Lease lease,
        ThreadContext thread,
        IReadOnlyList<WaitingText> asked,
        CancellationToken cancellationToken
    )
    {
        var ids = asked.Select(t => t.Id).ToHashSet();
        var waiting = (await reader.Read(lease, cancellationToken))?.Texts ?? [];
        var joined = new List<WaitingText>(waiting.Where(t => ids.Contains(t.Id)));
        foreach (var text in waiting.Where(t => !ids.Contains(t.Id)))
        {
            var newer = await screening.Recognise(thread, text, cancellationToken);
            if (await screening.Judge(thread, newer, cancellationToken) is null)
            {
                joined.Add(newer);
            }
        }

        // Fewer than were asked: they were taken away from this turn, and what it writes counts for nothing.
        return Burst.Of(joined).Count > asked.Count ? joined : null;
    }
}
