using System.Text.Json;
using SmsBridge.Queues;

namespace SmsBridge.Tests.Handoff;

public sealed class CloudEventsTests
{
    private static readonly Guid Id = Guid.Parse("0197f0c0-0000-7000-8000-000000000001");
    private static readonly Guid Thread = Guid.Parse("28686cce-f676-8e62-b236-2234f16d8910");
    private static readonly DateTimeOffset Time = new(2026, 11, 1, 14, 0, 0, TimeSpan.FromHours(2));

    [Fact]
    public void An_envelope_is_a_CloudEvent_with_times_in_utc_and_its_data_verbatim() =>
        CloudEvents
            .Envelope(Id, HandoffEventType.Requested, Thread, Time, """{"handoff":{ "a" : 1.50, "é":"\u00e9" }}""", trace: null)
            .ShouldBe(
                """
                {"specversion":"1.0","id":"0197f0c0-0000-7000-8000-000000000001","source":"/smsbridge","type":"smsbridge.handoff.requested.v1","subject":"28686cce-f676-8e62-b236-2234f16d8910","time":"2026-11-01T12:00:00Z","datacontenttype":"application/json","data":{"handoff":{ "a" : 1.50, "é":"\u00e9" }}}
                """
            );

    [Fact]
    public void Texts_stay_readable_and_come_back_as_they_were()
    {
        const string text = "It's <b>\"fine\"</b> & 100 % – é 👍\n\u0001";
        var json = CloudEvents.Write(j => j.WriteString("text", text));
        json.ShouldContain("It's <b>\\\"fine\\\"</b> & 100 % – é");
        using var read = JsonDocument.Parse(json);
        read.RootElement.GetProperty("text").GetString().ShouldBe(text);
    }

    [Fact]
    public void The_types_of_events_are_those_of_the_contract() =>
        new[]
        {
            HandoffEventType.Requested,
            HandoffEventType.Accepted,
            HandoffEventType.Message,
            HandoffEventType.Delivery,
            HandoffEventType.Released,
            HandoffEventType.Expired,
        }.ShouldBe([
            "smsbridge.handoff.requested.v1",
            "smsbridge.handoff.accepted.v1",
            "smsbridge.handoff.message.v1",
            "smsbridge.handoff.delivery.v1",
            "smsbridge.handoff.released.v1",
            "smsbridge.handoff.expired.v1",
        ]);
}
