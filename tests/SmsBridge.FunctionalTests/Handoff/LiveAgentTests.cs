using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Handoff;

/// <summary>Tests in which people take part; two instances, so that nothing rests on the memory of one.</summary>
public abstract class LiveAgentTests(SharedBridge shared) : BridgeTests(shared)
{
    internal static AgentScript Script { get; } =
        new AgentScript("Hello.", [])
            .On("human", "Passing you on.", handoff: """{ "destination": "d", "reason": "asked" }""")
            .On("over", "Passing you on, goodbye.", handoff: """{ "destination": "d" }""", end: true)
            .On("think", "Thought.", latencySeconds: 3)
            .Otherwise("You said: {text}");

    private protected override BridgeSetup Setup => BridgeSetup.With(("Queues:desk:Events", "*")) with { Instances = 2, Script = Script };

    /// <summary>The desk talks to the other instance than the customer's texts.</summary>
    private protected DeskPerson Person(Customer customer) => new(customer, Bridge.Instances[^1].Ops);

    /// <summary>A customer who was handed over, and a person who has accepted.</summary>
    private protected async Task<(Customer Customer, DeskPerson Person)> WithPeople(string text = "human")
    {
        var (customer, person) = await HandedOver(text);
        await person.TakesTheThread();
        return (customer, person);
    }

    private protected async Task<(Customer Customer, DeskPerson Person)> HandedOver(string text = "human")
    {
        var customer = Bridge.Customer();
        await customer.Texts(text);
        await customer.Receives();
        return (customer, Person(customer));
    }

    private protected static async Task<string> State(Customer customer) => (await customer.Thread()).GetProperty("state").GetString()!;

    /// <summary>A refusal with this status and code.</summary>
    private protected static void Refused(Answer answer, int status, string code)
    {
        answer.Status.ShouldBe(status, answer.Body);
        answer.ContentType.ShouldBe("application/problem+json");
        answer.Json.GetProperty("code").GetString().ShouldBe(code);
    }
}
