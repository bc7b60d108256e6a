using System.Globalization;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>The bridge, in one or several instances, between a simulated Twilio and a simulated Chat API, with a database of its own.</summary>
internal sealed class BridgeUnderTest : IAsyncDisposable
{
    private readonly BridgeSetup setup;
    private readonly List<BridgeInstance> instances = [];
    private int customers;

    private BridgeUnderTest(BridgeSetup setup, TwilioServer twilio, ChatApiServer chat, Database database) =>
        (this.setup, Twilio, Chat, Database) = (setup, twilio, chat, database);

    public TwilioServer Twilio { get; }

    public ChatApiServer Chat { get; }

    public Database Database { get; }

    public IReadOnlyList<BridgeInstance> Instances => instances;

    /// <summary>The operator at the first instance.</summary>
    public Operator Ops => instances[0].Ops;

    /// <summary>How long the leases of the instances last; null: as long as usual.</summary>
    public TimeSpan? Lease => setup.Lease;

    public Desk Desk => new(Ops);

    public static async Task<BridgeUnderTest> Start(TestPostgres postgres, BridgeSetup? setup = null) =>
        await StartOn(await postgres.CreateDatabase(), setup, migrate: false);

    /// <param name="database">A connection string.</param>
    /// <param name="migrate">Whether the database lacks migrations.</param>
    public static async Task<BridgeUnderTest> StartOn(string database, BridgeSetup? setup = null, bool migrate = true)
    {
        var bridge = await Surroundings(database, setup);
        try
        {
            for (var i = 0; i < bridge.setup.Instances; i++)
            {
                await bridge.AddInstance(migrate);
            }

            // At each of them: an instance that only hears of a new number knows it up to two seconds later.
            foreach (var instance in bridge.Instances.Reverse())
            {
                await bridge.ConfigureNumbers(instance.Ops, instance.Webhook);
            }

            return bridge;
        }
        catch
        {
            await bridge.DisposeAsync();
            throw;
        }
    }

    /// <summary>The providers and the database without any instance, for bridges that run as processes.</summary>
    public static async Task<BridgeUnderTest> Surroundings(string database, BridgeSetup? setup = null)
    {
        setup ??= BridgeSetup.Usual;
        var twilio = await TwilioServer.Start(new TwilioServerOptions { Accounts = setup.Accounts, Callbacks = setup.Callbacks });
        var chat = await ChatApiServer.Start(new ChatApiServerOptions { Script = setup.Script });
        return new BridgeUnderTest(setup, twilio, chat, new Database(database));
    }

    public async Task<BridgeInstance> AddInstance(bool migrate = true)
    {
        var instance = await BridgeInstance.Start(Settings, migrate, Lease, setup.Services);
        instances.Add(instance);
        return instance;
    }

    public async Task ConfigureNumbers(Operator ops, string webhook)
    {
        foreach (var document in setup.Numbers)
        {
            await ops.Configure(document);
            Connect(document, webhook);
        }
    }

    public Dictionary<string, string?> Settings(string publicAddress, string opsAddress) =>
        BridgeSettings.For(setup, Database.ConnectionString, Twilio, Chat, publicAddress, opsAddress);

    /// <summary>Somebody who has not texted before.</summary>
    public Customer Customer(string number = BridgeSetup.Number) =>
        new(this, $"+1415555{Interlocked.Increment(ref customers) + 1000:0000}", number);

    public static string NewSid() => string.Create(CultureInfo.InvariantCulture, $"SM{Guid.CreateVersion7():n}");

    /// <summary>Starts with the instances: what they hand back must find no provider.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var instance in instances)
        {
            await instance.DisposeAsync();
        }

        await Twilio.DisposeAsync();
        await Chat.DisposeAsync();
        await Database.DisposeAsync();
    }

    private void Connect(System.Text.Json.Nodes.JsonObject document, string webhook)
    {
        var name = (string)document["twilioAccount"]!;
        var account =
            name == "main" ? setup.Accounts[0] : setup.Accounts[int.Parse(name["account".Length..], CultureInfo.InvariantCulture)];
        Twilio.ConnectNumber((string)document["number"]!, account.Sid, webhook, (string?)document["messagingServiceSid"]);
    }
}
