using System.Text.Json;
using SmsBridge.Agents.ChatApi;

namespace SmsBridge.Tests.Agents;

public sealed class ChatReplyTests
{
    [Fact]
    public void A_reply_has_what_the_agent_said()
    {
        var reply = Read(
            """{"conversation_id":"CONV-1","response":"Hello!","end_conversation":true,"handoff":{"destination":"billing"},"new":1}"""
        );
        reply.ShouldBe(new ChatReply("CONV-1", "Hello!", true, """{"destination":"billing"}""", "corr-1"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"conversation_id":null,"response":null,"end_conversation":null,"handoff":null}""")]
    [InlineData("""{"conversation_id":5,"response":{},"end_conversation":"true","handoff":false}""")]
    [InlineData("""{"response":["a"],"end_conversation":1,"handoff":{}}""")]
    [InlineData("""{"response":"","end_conversation":false,"handoff":[]}""")]
    [InlineData("""{"success":true,"handoff":""}""")]
    public void What_is_missing_or_of_another_type_says_nothing(string json) =>
        Read(json).ShouldBe(new ChatReply(null, "", false, null, "corr-1"));

    [Theory]
    [InlineData("\"billing\"")]
    [InlineData("true")]
    [InlineData("7")]
    [InlineData("[1]")]
    [InlineData("""{"reason":null}""")]
    [InlineData("""{ "text_chat" : {"queue":"A \u00e9 é","skills":[1,2.50,{"x":null}]},  "utterance":"One \"moment\"" }""")]
    public void A_handoff_is_kept_as_it_was_written(string handoff) => Read($$"""{"handoff":{{handoff}}}""").Handoff.ShouldBe(handoff);

    [Fact]
    public void A_handoff_may_come_without_an_end() => Read("""{"end_conversation":false,"handoff":{"a":1}}""").Ended.ShouldBeFalse();

    private static ChatReply Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return ChatReply.Read(document.RootElement, "corr-1");
    }
}
