using System.Text.Json;
using System.Text.Json.Serialization;
using SmsBridge.Hosting;
using SmsBridge.Queues;
using SmsBridge.Storage;

namespace SmsBridge.Handoff;

/// <summary>What has become of a handoff.</summary>
/// <param name="State">The first two are open: people have the thread, or it waits for them.</param>
/// <param name="PickupBy">Until when people have time to accept.</param>
/// <param name="ExpiredAt">When that time had run out; null while it has not.</param>
/// <param name="AcceptedAt">When people last took it; null: nobody has.</param>
/// <param name="AcceptedBy">Whatever the desk called its person.</param>
/// <param name="EndedAt">When it was over; null while it is not.</param>
/// <param name="EndReason">Why it ended, for example `closed`, or what the desk said.</param>
internal sealed record HandoffProgress(
    [property: Words(typeof(HandoffState))] string State,
    DateTimeOffset? PickupBy,
    DateTimeOffset? ExpiredAt,
    DateTimeOffset? AcceptedAt,
    string? AcceptedBy,
    DateTimeOffset? EndedAt,
    string? EndReason
);

/// <summary>A handoff: what has become of it, and the data of its first event.</summary>
[JsonConverter(typeof(RawJsonConverter<HandoffView>))]
internal sealed record HandoffView(string Text) : RawJson(Text)
{
    public static HandoffView Of(HandoffRow row) =>
        Of(
            new HandoffProgress(row.State, row.PickupBy, row.ExpiredAt, row.AcceptedAt, row.AcceptedBy, row.EndedAt, row.EndReason),
            row.Data
        );

    public static HandoffView Of(HandoffProgress progress, string data) =>
        new($"{JsonSerializer.Serialize(progress, HandoffJson.Default.HandoffProgress)[..^1]},{data.TrimStart()[1..]}");
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(UtcConverter)])]
[JsonSerializable(typeof(HandoffProgress))]
internal sealed partial class HandoffJson : JsonSerializerContext;
