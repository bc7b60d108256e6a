using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmsBridge.Agents;
using SmsBridge.Messages;
using SmsBridge.Numbers;

namespace SmsBridge.Threads.Turns;

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
