using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SmsBridge.Agents;
using SmsBridge.Agents.ChatApi;
using SmsBridge.Tests.Hosting;
using SmsBridge.Tests.Work;
using SmsBridge.Work;

namespace SmsBridge.Tests.Agents;

/// <summary>The clients of the agents as the host makes them, against real servers.</summary>
public sealed class ChatApiClientTests : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> opened = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var one in Enumerable.Reverse(opened))
        {
            await one.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("AC1", "AC1")]
    [InlineData("a/b c+d", "a%2Fb%20c%2Bd")]
    [InlineData("é?#&=%", "%C3%A9%3F%23%26%3D%25")]
    public async Task An_account_stays_one_segment_of_the_path(string account, string onTheWire)
    {
        var server = await Answering(202, "seen");
        using var response = await Api(server).Close(account, "P", "k", "t", new CloseRequest("C"), default);
        server.Seen.Target.ShouldBe($"/v1/{onTheWire}/P/chat/close");
        server.Seen.Method.ShouldBe("PUT");
    }

    [Fact]
    public async Task An_answer_comes_back_whatever_its_status()
    {
        var server = await Answering(418, "seen");
        using var response = await Api(server).Close("A", "P", "k", "t", new CloseRequest("C"), default);
        ((int)response.StatusCode).ShouldBe(418);
        (await response.Content.ReadAsStringAsync()).ShouldBe("seen");
    }

    [Theory]
    [InlineData("", "/v1/A/P/chat/respond")]
    [InlineData("/", "/v1/A/P/chat/respond")]
    [InlineData("/proxy/api", "/proxy/api/v1/A/P/chat/respond")]
    public async Task A_prefix_of_the_address_is_kept(string prefix, string target)
    {
        var server = await Answering(200, "{}");
        using var response = await Api(server, prefix).Respond("A", "P", "k", "t", new RespondRequest("C", "hi"), default);
        server.Seen.Target.ShouldBe(target);
    }

    [Theory]
    [InlineData("abc==", "abc==")]
    [InlineData("two\r\nX-Evil: 1", "twoX-Evil: 1")]
    public async Task A_key_goes_through_as_it_is_on_one_line(string key, string received)
    {
        var server = await Answering(200, "{}");
        using var response = await Api(server).Respond("A", "P", key, "a:b", new RespondRequest("C", "hi"), default);
        server.Seen.Headers["X-API-KEY"].ShouldBe(received);
        server.Seen.Headers["X-TOKEN"].ShouldBe("a:b");
        server.Seen.Headers.ShouldNotContainKey("X-Evil");
    }

    [Fact]
    public async Task A_body_is_JSON_with_a_length()
    {
        var server = await Answering(200, "{}");
        using var response = await Api(server).Respond("A", "P", "k", "t", new RespondRequest("C", "hi"), default);
        server.Seen.Body.ShouldBe("""{"conversation_id":"C","message":"hi"}""");
        server.Seen.Headers["Content-Type"].ShouldBe("application/json; charset=utf-8");
        server.Seen.Headers["Content-Length"].ShouldBe("38");
    }

    [Fact]
    public async Task The_id_of_a_handoff_state_is_the_query()
    {
        var server = await Answering(200, "{}");
        using var response = await Api(server).HandoffState("A", "P", "k", "t", "CONV/1 é", default);
        server.Seen.Target.ShouldBe("/v1/A/P/handoff_state?id=CONV%2F1%20%C3%A9");
    }

    [Fact]
    public async Task Each_agent_has_a_client_of_its_own()
    {
        var (first, second) = (await Answering(200, "{}"), await Answering(200, "{}"));
        var services = Services(("support", first.Url), ("sales", second.Url));

        using var response = await services
            .GetRequiredKeyedService<IChatApi>("sales")
            .Close("A", "P", "k", "t", new CloseRequest("C"), default);

        first.All.ShouldBeEmpty();
        second.All.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_cancelled_call_ends_with_the_plain_cancellation_exception()
    {
        var server = await Opened(WireServer.Silent());
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Should.ThrowAsync<OperationCanceledException>(() =>
            Api(server).Close("A", "P", "k", "t", new CloseRequest("C"), cancellation.Token)
        );
    }

    [Fact]
    public async Task A_refused_connection_is_a_plain_HttpRequestException()
    {
        var server = await Answering(200, "{}");
        var api = Api(server);
        await server.DisposeAsync();
        (
            await Should.ThrowAsync<HttpRequestException>(() => api.Close("A", "P", "k", "t", new CloseRequest("C"), default))
        ).HttpRequestError.ShouldBe(HttpRequestError.ConnectionError);
    }

    [Fact]
    public async Task A_redirect_is_refused_for_good_with_the_setting_to_correct_and_no_key_goes_on()
    {
        var other = await Answering(200, """{"response":"caught"}""");
        var server = await Opened(WireServer.Redirecting(other));

        foreach (var failure in await Failures(server))
        {
            failure.Category.ShouldBe(FailureCategory.Rejected);
            failure.Reason.ShouldEndWith(" answered 307: redirects are not followed, correct Agents:support:BaseUrl");
        }

        other.All.ShouldBeEmpty();
    }

    [Fact]
    public void Without_a_base_url_the_region_is_what_to_correct() =>
        new ChatSettings { Region = "us-1" }
            .AddressKey("support")
            .ShouldBe("Agents:support:Region");

    [Fact]
    public async Task An_answer_of_more_than_a_megabyte_is_as_good_as_none()
    {
        var reply = $$"""{"conversation_id":"C","response":"{{new string('x', 1024 * 1024)}}"}""";

        var (create, respond) = await CreateAndRespond(await Answering(200, reply));

        create.Category.ShouldBe(FailureCategory.Transient);
        respond.Category.ShouldBe(FailureCategory.UnknownOutcome);
        respond.Reason.ShouldBe("Chat API answered with more than the bridge reads");
    }

    [Fact]
    public async Task A_refusal_of_more_than_a_megabyte_still_has_its_status()
    {
        var (create, respond) = await CreateAndRespond(await Answering(422, new string('x', 1024 * 1024 + 1)));

        create.ShouldBe(new Failure(FailureCategory.Rejected, "Chat API create answered 422"));
        respond.ShouldBe(new Failure(FailureCategory.Rejected, "Chat API respond answered 422"));
    }

    [Fact]
    public async Task A_refusal_in_a_charset_that_nobody_knows_is_read()
    {
        var server = await Opened(WireServer.Start(400, "application/json; charset=klingon-8", """{"error_code":"CHAT_TIMEOUT"}"""));

        var (_, respond) = await CreateAndRespond(server);

        respond.Category.ShouldBe(FailureCategory.ConversationGone);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_may_have_been_taken()
    {
        var server = await Opened(
            WireServer.Start(async context =>
            {
                context.Response.ContentLength = 1000;
                await context.Response.WriteAsync("""{"response":""");
                await context.Response.Body.FlushAsync();
                context.Abort();
            })
        );

        var (create, respond) = await CreateAndRespond(server);

        create.Category.ShouldBe(FailureCategory.Transient);
        respond.ShouldBe(new Failure(FailureCategory.UnknownOutcome, "Chat API broke the connection off"));
    }

    private async Task<(Failure Create, Failure Respond)> CreateAndRespond(WireServer server) =>
        await Failures(server) is [var create, var respond, ..] ? (create, respond) : throw new InvalidOperationException();

    /// <summary>Of create, respond and close.</summary>
    private async Task<Failure[]> Failures(WireServer server)
    {
        var services = Services(("support", server.Url));
        var agent = services.GetRequiredService<AgentRegistry>().Find("support")!;
        return
        [
            (
                await agent.Open(
                    new OpenRequest(null, new Dictionary<string, System.Text.Json.JsonElement>(), "sms", null),
                    TestLease.Term,
                    default
                )
            ).Failure!,
            (await agent.Ask("C", new AgentMessage(Guid.Empty, "hi", null), TestLease.Term, default)).Failure!,
            (await agent.Close("C", TestLease.Term, default))!,
        ];
    }

    private IChatApi Api(WireServer server, string prefix = "") =>
        Services(("support", server.Url + prefix)).GetRequiredKeyedService<IChatApi>("support");

    private ServiceProvider Services(params (string Agent, string BaseUrl)[] agents)
    {
        var settings = new Dictionary<string, string?>();
        foreach (var (agent, url) in agents)
        {
            settings[$"Agents:{agent}:BaseUrl"] = url;
            settings[$"Agents:{agent}:AccountId"] = "A";
            settings[$"Agents:{agent}:ProjectId"] = "P";
            settings[$"Agents:{agent}:ApiKey"] = "k";
            settings[$"Agents:{agent}:ConnectorToken"] = "t";
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var provider = new ServiceCollection()
            .AddMetrics()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<RemoteMetrics>()
            .AddSingleton<IConfiguration>(configuration)
            .AddAgents(configuration)
            .BuildServiceProvider();
        opened.Add(provider);
        return provider;
    }

    private Task<WireServer> Answering(int status, string body) => Opened(WireServer.Start(status, "application/json", body));

    private async Task<WireServer> Opened(Task<WireServer> starting)
    {
        var server = await starting;
        opened.Add(server);
        return server;
    }
}
