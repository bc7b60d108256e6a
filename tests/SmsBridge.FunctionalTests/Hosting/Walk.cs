using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Hosting;

/// <summary>Somebody who does everything that the API is for, in front of a witness.</summary>
internal sealed partial class Walk : IDisposable
{
    private const string Unknown = "01a1fd0c-0000-7000-8000-000000000000";

    private readonly BridgeUnderTest bridge;

    private Walk(BridgeUnderTest bridge, Witness witness)
    {
        this.bridge = bridge;
        Witness = witness;
        Ops = With(BridgeSettings.Key);
    }

    public static BridgeSetup Setup { get; } =
        BridgeSetup.With(
            ("Twilio:MaxMediaBytes", "1000"),
            ("Twilio:MediaTimeout", "00:00:01"),
            ("Queues:desk:Type", "postgres"),
            ("Queues:contact-centre:Type", "webhook"),
            ("Queues:contact-centre:Url", "http://127.0.0.1:9/"),
            ("Queues:contact-centre:Secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        ) with
        {
            Script = new AgentScript("Hello.", [])
                .On("human", "One moment.", handoff: """{ "destination": "d", "reason": "r" }""")
                .Otherwise("You said: {text}"),
        };

    public Witness Witness { get; }

    /// <summary>With the bootstrap key.</summary>
    public Operator Ops { get; }

    public static async Task<Walk> Begin(BridgeUnderTest bridge) => new(bridge, new Witness(await ApiDocument.Of(bridge.Ops)));

    public Operator With(string? key) => new(bridge.Instances[0].OpsAddress, key, Witness);

    public void Dispose()
    {
        Ops.Dispose();
        Witness.Dispose();
    }

    private static async Task<Answer> Expect(int status, Task<Answer> asked)
    {
        var answer = await asked;
        answer.Status.ShouldBe(status, answer.Body);
        return answer;
    }

    private Task<Answer> Get(int status, string path) => Expect(status, Ops.Get(path));

    private Task<Answer> Post(int status, string path, object? body = null) => Expect(status, Ops.Post(path, body));

    private Task<Answer> Delete(int status, string path) => Expect(status, Ops.Delete(path));
}
