using System.Net;
using System.Net.Http.Json;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.Tests.Sandbox;

public sealed class ChatFaultsTests : IAsyncLifetime
{
    private ChatApiServer chat = null!;
    private ChatClient client = null!;

    public async ValueTask InitializeAsync()
    {
        chat = await ChatApiServer.Start();
        client = new ChatClient(chat);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await chat.DisposeAsync();
    }

    [Fact]
    public async Task Each_operation_has_its_own_faults()
    {
        chat.Faults.Next(1, Fault.Http(500, "CHAT_DRAFT_DEPLOYMENT_FAILED"), "create", ChatClient.Customer);
        chat.Faults.Next(1, Fault.Http(429, retryAfter: TimeSpan.FromSeconds(2)), "respond", ChatClient.Customer);
        chat.Faults.Next(1, Fault.Http(503), "close");

        (await client.Create())["error_code"].ShouldBe("CHAT_DRAFT_DEPLOYMENT_FAILED");
        var id = await client.Open();
        (await client.Respond(id, "hello")).Status.ShouldBe(HttpStatusCode.TooManyRequests);
        (await client.Respond(id, "hello")).Status.ShouldBe(HttpStatusCode.OK);
        (await client.Close(id)).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await client.Close(id)).Status.ShouldBe(HttpStatusCode.OK);
        (chat.Creates.Count, chat.Turns.Count, chat.Closes.Count).ShouldBe((1, 1, 1));
    }

    [Fact]
    public async Task An_error_comes_in_either_envelope_as_a_page_or_without_a_body()
    {
        var id = await client.Open();
        foreach (var body in new[] { FaultBody.Legacy, FaultBody.Html, FaultBody.Empty })
            chat.Faults.Next(1, Fault.Http(502, "X", body: body));

        var legacy = await client.Respond(id, "a");
        var html = await client.Respond(id, "b");
        var empty = await client.Respond(id, "c");

        legacy.Json.GetProperty("error").GetProperty("code").GetString().ShouldBe("X");
        legacy.Json.GetProperty("error").GetProperty("correlation_id").GetString().ShouldBe(legacy.CorrelationId);
        html.Text.ShouldStartWith("<html>");
        empty.Text.ShouldBeEmpty();
        empty.CorrelationId.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_dropped_turn_may_or_may_not_have_been_taken()
    {
        var id = await client.Open();
        chat.Faults.Next(1, Fault.AcceptThenDrop, "respond");
        chat.Faults.Next(1, Fault.Refuse, "respond");
        await Should.ThrowAsync<HttpRequestException>(() => client.Respond(id, "taken"));
        await Should.ThrowAsync<HttpRequestException>(() => client.Respond(id, "refused"));
        chat.Turns.All().Select(t => t.Message).ShouldBe(["taken"]);
    }

    [Theory]
    [InlineData("/gone", 410, "ChatConversationEnded")]
    [InlineData("/timeout", 400, "CHAT_TIMEOUT")]
    [InlineData("/missing", 404, "CONVERSATIONS_NOT_FOUND")]
    public async Task A_conversation_that_is_over_stays_over_and_its_text_is_answered_in_a_new_one(string text, int status, string code)
    {
        var id = await client.Open();
        await client.Respond(id, "Hello");
        for (var i = 0; i < 2; i++)
        {
            var over = await client.Respond(id, text);
            ((int)over.Status, over["error_code"]).ShouldBe((status, code));
        }
        (await client.Respond(await client.Open(), text))["response"]!.ShouldContain("new conversation");
    }

    [Fact]
    public async Task A_failing_command_recovers_after_its_tries()
    {
        var id = await client.Open();
        (await client.Respond(id, "/error 503 2")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await client.Respond(id, "/error 503 2")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await client.Respond(id, "/error 503 2"))["response"]!.ShouldContain("after 2 failed tries");
        await Should.ThrowAsync<HttpRequestException>(() => client.Respond(id, "/drop"));
        (await client.Respond(id, "/drop"))["response"]!.ShouldContain("after 1 failed try");
    }

    [Fact]
    public async Task Other_commands_shape_the_answer()
    {
        var id = await client.Open();
        (await client.Respond(id, "/empty"))["response"].ShouldBe("");
        (await client.Respond(id, "/html"))["response"]!.ShouldContain("<br>");
        (await client.Respond(id, "/long 3000"))["response"]!.Length.ShouldBeInRange(2990, 3000);
        var handoff = (await client.Respond(id, "/handoff billing card")).Json.GetProperty("handoff");
        handoff.GetProperty("destination").GetString().ShouldBe("billing");
        (await client.Respond(id, "/slow 1"))["response"].ShouldBe("That took me 1 seconds.");
        var slow = chat.Turns[chat.Turns.Count - 1];
        (slow.EndedAt!.Value - slow.StartedAt).ShouldBeGreaterThan(TimeSpan.FromSeconds(0.9));
    }

    [Fact]
    public async Task A_turn_is_seen_while_the_agent_still_thinks()
    {
        chat.Latency = Latency.Constant(TimeSpan.FromMilliseconds(300));
        var id = await client.Open();
        var answer = client.Respond(id, "Hello");
        var turn = await chat.Turns.Next(ChatClient.Customer, TimeSpan.FromSeconds(10));
        (turn.Response, answer.IsCompleted).ShouldBe((null, false));
        var overlapping = client.Respond(id, "Hello again");
        await Task.WhenAll(answer, overlapping);
        turn.Conversation.MostAtOnce.ShouldBe(2);
    }

    [Fact]
    public async Task A_process_outside_sets_the_script_and_reads_what_was_asked()
    {
        using var http = new HttpClient { BaseAddress = chat.Url };
        using var set = await http.PutAsJsonAsync(
            "/sandbox/script",
            new
            {
                greeting = "Hi",
                rules = new[]
                {
                    new
                    {
                        when = "x",
                        answers = new[] { "y" },
                        handoff = new { queue = 7 },
                    },
                },
            }
        );
        set.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var answer = await client.Respond(await client.Open(), "x?");

        answer["response"].ShouldBe("y");
        answer.Json.GetProperty("handoff").GetProperty("queue").GetInt32().ShouldBe(7);
        (await http.GetStringAsync("/sandbox/responds?customer=%2B14155550101")).ShouldContain("\"message\":\"x?\"");
        (await http.GetStringAsync("/sandbox/creates")).ShouldContain("\"brand\":");
        (await http.GetStringAsync("/sandbox/closes")).ShouldBe("[]");
        (await http.GetStringAsync("/sandbox/counts")).ShouldContain("\"answered\":1");
    }

    [Fact]
    public void Latencies_have_the_median_and_the_tail_that_were_asked_for()
    {
        var latency = new Latency(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        var random = new Random(1);
        var drawn = Enumerable.Range(0, 20_000).Select(_ => latency.Next(random).TotalSeconds).Order().ToArray();
        drawn[10_000].ShouldBe(1, 0.05);
        drawn[19_800].ShouldBe(5, 0.5);
    }
}
