using System.Text.Json;
using SmsBridge.Privacy;

namespace SmsBridge.Tests.Privacy;

public sealed class HandoffRemainsTests
{
    private const string Data = """
        { "handoffId": "1", "handoff": { "note": "\u0000x", "n": 1.0 }, "attributes": { "a": 1 }, "transcript": [ { "text": "hi" } ],
          "lastCustomerText": "hi", "summary": "said hi", "routing": { "customer": "+1" }, "handoffState": null, "queue": "desk" }
        """;

    [Fact]
    public void What_was_said_goes_and_the_agents_object_stays_verbatim()
    {
        var left = JsonElement.Parse(HandoffRemains.Of(Data, transcript: true, payload: false));

        left.GetProperty("transcript").GetArrayLength().ShouldBe(0);
        left.GetProperty("lastCustomerText").ValueKind.ShouldBe(JsonValueKind.Null);
        left.GetProperty("summary").ValueKind.ShouldBe(JsonValueKind.Null);
        left.GetProperty("handoff").GetRawText().ShouldBe("""{ "note": "\u0000x", "n": 1.0 }""");
        left.GetProperty("queue").GetString().ShouldBe("desk");
    }

    [Fact]
    public void What_was_told_goes_and_the_members_stay_of_their_kind()
    {
        var left = JsonElement.Parse(HandoffRemains.Of(Data, transcript: false, payload: true));

        left.GetProperty("handoff").GetRawText().ShouldBe("{}");
        left.GetProperty("attributes").GetRawText().ShouldBe("{}");
        left.GetProperty("routing").GetRawText().ShouldBe("{}");
        left.GetProperty("handoffState").ValueKind.ShouldBe(JsonValueKind.Null);
        left.GetProperty("transcript").GetArrayLength().ShouldBe(1);
        left.GetProperty("handoffId").GetString().ShouldBe("1");
    }
}
