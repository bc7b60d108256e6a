using SmsBridge.Handoff;

namespace SmsBridge.Tests.Handoff;

public sealed class AgentObjectTests
{
    [Fact]
    public void Texts_and_numbers_are_read_and_nothing_else()
    {
        var said = AgentObject.Read("""{ "destination": 7, "reason": "x", "priority": true }""");

        (said.Destination, said.Reason, said.Priority).ShouldBe(("7", "x", null));
    }

    [Theory]
    [InlineData("""{ "priority": " high ", "text_chat": { "priority": "low" } }""", "high")]
    [InlineData("""{ "priority": 1, "text_chat": { "priority": "low" } }""", "1")]
    [InlineData("""{ "priority": "  ", "text_chat": { "priority": "low" } }""", "low")]
    [InlineData("""{ "priority": {}, "text_chat": [] }""", null)]
    [InlineData("\"just words\"", null)]
    public void The_top_levels_priority_goes_before_the_nested_one(string json, string? priority) =>
        AgentObject.Read(json).Priority.ShouldBe(priority);

    [Fact]
    public void Scalars_are_flattened_one_level_deep_in_their_order() =>
        AgentObject
            .Read(
                """{ "a": "x", "b": { "c": 1.5, "d": { "e": 1 }, "f": false }, "g": null, "h": [1], "i": true, "j": 12345678901234567890 }"""
            )
            .Values.ShouldBe([("a", "x"), ("b_c", "1.5"), ("b_f", "false"), ("i", "true"), ("j", "12345678901234567890")]);

    [Fact]
    public void Half_an_emoji_as_a_value_or_a_name_harms_nobody()
    {
        var said = AgentObject.Read("""{ "\ud83d": 1, "destination": "d\ud83d", "summary": "\udc00" }""");

        said.Destination.ShouldBe("d\uFFFD");
        said.Summary.ShouldBe("\uFFFD");
        said.Values.Count.ShouldBe(3);
    }
}
