using SmsBridge.Outbound;
using SmsBridge.Queues;

namespace SmsBridge.Tests.Handoff;

public sealed class DeliveryEventsTests
{
    private static readonly Guid Handoff = Guid.Parse("0197f0c0-0000-7000-8000-000000000002");
    private static readonly Guid Message = Guid.Parse("0197f0c0-0000-7000-8000-000000000003");

    private static readonly HandoffThread Thread = new(
        Guid.Parse("28686cce-f676-8e62-b236-2234f16d8910"),
        "+14155550100",
        "+14155550123",
        new DateTimeOffset(2026, 11, 1, 12, 0, 0, 120, TimeSpan.Zero)
    );

    [Fact]
    public void The_event_has_the_members_that_it_always_had_in_their_order()
    {
        var told = DeliveryEvents.Of(Thread, Handoff, Message, "m-1", "undelivered", 30003, "Unreachable", "00-trace-01");

        told.Json.ShouldBe(
            $$$$"""
            {"specversion":"1.0","id":"{{{{told.Id}}}}","source":"/smsbridge","type":"smsbridge.handoff.delivery.v1","subject":"28686cce-f676-8e62-b236-2234f16d8910","time":"2026-11-01T12:00:00.120000Z","datacontenttype":"application/json","traceparent":"00-trace-01","data":{"handoffId":"0197f0c0-0000-7000-8000-000000000002","threadId":"28686cce-f676-8e62-b236-2234f16d8910","number":"+14155550100","customer":"+14155550123","messageId":"0197f0c0-0000-7000-8000-000000000003","clientMessageId":"m-1","status":"undelivered","error":{"code":30003,"text":"Unreachable"}}}
            """
        );
        told.Id.Version.ShouldBe(7);
        told.Trace.ShouldBe("00-trace-01");
        (told.ThreadId, told.HandoffId, told.Type).ShouldBe((Thread.Id, Handoff, HandoffEventType.Delivery));
    }

    [Theory]
    [InlineData(null, null, "null")]
    [InlineData(30003, null, """{"code":30003,"text":null}""")]
    [InlineData(null, "away", """{"code":null,"text":"away"}""")]
    public void An_error_is_null_or_has_both_members(int? code, string? text, string error)
    {
        var told = DeliveryEvents.Of(Thread, Handoff, Message, clientId: null, "failed", code, text, trace: null);

        told.Json.ShouldEndWith("\"clientMessageId\":null,\"status\":\"failed\",\"error\":" + error + "}}");
        told.Json.ShouldNotContain("traceparent");
    }
}
