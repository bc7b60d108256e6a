using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SmsBridge.Agents;
using SmsBridge.Agents.ChatApi;

namespace SmsBridge.Tests.Agents;

public sealed class AgentsOptionsTests
{
    [Theory]
    [InlineData("us-1", null, "https://api.us-1.platform.polyai.app/")]
    [InlineData("uk-1", null, "https://api.uk-1.platform.polyai.app/")]
    [InlineData("euw-1", null, "https://api.euw-1.platform.polyai.app/")]
    [InlineData("studio", null, "https://api.studio.poly.ai/")]
    [InlineData("us-1", "", "https://api.us-1.platform.polyai.app/")]
    [InlineData("us-1", "http://127.0.0.1:9002/", "http://127.0.0.1:9002/")]
    [InlineData(null, "https://proxy.example.com/poly/", "https://proxy.example.com/poly")]
    public void A_region_or_a_base_url_tells_the_address(string? region, string? baseUrl, string address) =>
        new ChatSettings { Region = region, BaseUrl = baseUrl }.Address!.AbsoluteUri.ShouldBe(address);

    [Theory]
    [InlineData("us-2", null)]
    [InlineData("US-1", null)]
    [InlineData(null, null)]
    [InlineData("us-1", "not a url")]
    public void Without_a_known_region_or_url_there_is_no_address(string? region, string? baseUrl) =>
        new ChatSettings { Region = region, BaseUrl = baseUrl }.Address.ShouldBeNull();

    [Fact]
    public void A_whole_agent_passes_and_waits_a_minute_for_answers()
    {
        Errors(Whole()).ShouldBeEmpty();
        Whole().Timeout.ShouldBe(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void What_adds_to_events_is_off_and_waits_two_seconds()
    {
        Whole().HandoffState.ShouldBeFalse();
        Whole().HandoffStateTimeout.ShouldBe(TimeSpan.FromSeconds(2));
        Whole().ConversationLink("CONV-1").ShouldBeNull();
    }

    [Fact]
    public void A_link_to_a_conversation_is_filled_in_and_escaped()
    {
        var agent = Whole();
        agent.AccountId = "acme uk";
        agent.ConversationUrl = "https://studio.example.com/{account_id}/{project_id}?c={conversation_id}";

        Errors(agent).ShouldBeEmpty();
        agent.ConversationLink("CONV-1/&").ShouldBe($"https://studio.example.com/acme%20uk/{agent.ProjectId}?c=CONV-1%2F%26");
    }

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("00:00:11")]
    public void The_handoff_state_is_waited_for_a_little_only(string timeout)
    {
        var agent = Whole();
        agent.HandoffStateTimeout = TimeSpan.Parse(timeout, System.Globalization.CultureInfo.InvariantCulture);

        Errors(agent).ShouldBe(["Agents:support:HandoffStateTimeout must be above zero and at most 00:00:10, for example 00:00:02."]);
    }

    [Theory]
    [InlineData("/conversations/{conversation_id}")]
    [InlineData("ftp://x/{conversation_id}")]
    public void A_conversation_url_that_is_none_is_refused(string url)
    {
        var agent = Whole();
        agent.ConversationUrl = url;

        Errors(agent).ShouldHaveSingleItem().ShouldStartWith("Agents:support:ConversationUrl is no http(s) URL. Write one with");
    }

    [Fact]
    public void Each_mistake_names_its_key_and_its_remedy()
    {
        Errors(new ChatSettings { Region = "mars", Timeout = TimeSpan.Zero })
            .ShouldBe([
                "Agents:support:Region is 'mars'. Set it to one of us-1, uk-1, euw-1, studio, or set Agents:support:BaseUrl.",
                "Agents:support:AccountId is missing. It is the first path segment of the agent's Studio URL.",
                "Agents:support:ProjectId is missing. It is the second path segment of the agent's Studio URL.",
                "Agents:support:ApiKey is missing. PolyAI provisions it with the Chat API connector.",
                "Agents:support:ConnectorToken is missing. PolyAI provisions it with the Chat API connector.",
                "Agents:support:Timeout must be above zero, for example 00:01:00.",
            ]);
        var ftp = Whole();
        ftp.BaseUrl = "ftp://example.com";
        Errors(ftp)
            .ShouldBe(["Agents:support:BaseUrl is no http(s) URL. Write the Chat API's address, or set Agents:support:Region instead."]);
    }

    private static ChatSettings Whole() =>
        new()
        {
            Region = "us-1",
            AccountId = "acme",
            ProjectId = "PROJECT-1",
            ApiKey = "k",
            ConnectorToken = "t",
        };

    [Fact]
    public void An_agent_is_reached_over_the_Chat_API_unless_it_says_otherwise()
    {
        new AgentOptions().Transport.ShouldBe(ChatAgent.Kind);
        Validated([]).ShouldContain("Agents:support:AccountId is missing. It is the first path segment of the agent's Studio URL.");
        Validated(("Transport", "chat"))
            .ShouldContain("Agents:support:ApiKey is missing. PolyAI provisions it with the Chat API connector.");
    }

    [Theory]
    [InlineData("Chat")]
    [InlineData("carrier pigeon")]
    [InlineData("")]
    public void A_transport_that_nobody_knows_is_refused_with_those_that_are_known(string transport) =>
        Validated(("Transport", transport)).ShouldBe([$"Agents:support:Transport is '{transport}'. Known transports: chat."]);

    [Fact]
    public void A_value_that_cannot_be_read_is_named_with_its_key() =>
        Validated(("Timeout", "a while"))
            .ShouldHaveSingleItem()
            .ShouldBe(
                "Failed to convert configuration value 'a while' at 'Agents:support:Timeout' to type 'System.TimeSpan'. Durations are written hh:mm:ss."
            );

    private static IEnumerable<string> Errors(ChatSettings agent) => agent.Mistakes("Agents:support");

    private static IEnumerable<string> Validated(params (string Member, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Agents:support:{s.Member}", (string?)s.Value)))
            .Build();
        var options = new AgentsOptions { ["support"] = new() };
        configuration.GetSection("Agents").Bind(options);
        var kind = ChatAgent.KindIn(new ServiceCollection().BuildServiceProvider());
        return new AgentsOptionsValidator([kind], configuration).Validate(null, options).Failures ?? [];
    }
}
