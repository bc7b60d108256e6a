using Npgsql;
using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>Bridges, in this process or as processes, whose connections to Postgres, the Chat API and Twilio can be cut one by one.</summary>
internal sealed class BridgeOnLines : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("smsbridge-test-");
    private readonly List<ChildBridge> children = [];

    private BridgeOnLines(BridgeUnderTest around, Dictionary<string, string?> settings)
    {
        Around = around;
        Settings = settings;
        var server = new NpgsqlConnectionStringBuilder(around.Database.ConnectionString);
        Postgres = new TcpLine(server.Host!, server.Port);
        Chat = new TcpLine(around.Chat.Url.Host, around.Chat.Url.Port);
        Twilio = new TcpLine(around.Twilio.Url.Host, around.Twilio.Url.Port);
        (server.Host, server.Port, server.MaxPoolSize) = ("127.0.0.1", Postgres.Address.Port, 12);
        settings.TryAdd("ConnectionStrings:Bridge", server.ConnectionString);
        settings.TryAdd("Agents:support:BaseUrl", Chat.Address.ToString());
        settings.TryAdd("Twilio:ApiUrl", Twilio.Address.ToString());
        settings.TryAdd("Spool:Directory", SpoolDirectory);
    }

    public BridgeUnderTest Around { get; }

    public TcpLine Postgres { get; }

    public TcpLine Chat { get; }

    public TcpLine Twilio { get; }

    /// <summary>Of instances started from now on.</summary>
    public Dictionary<string, string?> Settings { get; }

    /// <summary>The working directory of the processes.</summary>
    public string Folder => folder.FullName;

    public string SpoolDirectory => Path.Combine(Folder, "spool");

    /// <summary>The files with spooled texts of all instances, oldest first.</summary>
    public IReadOnlyList<string> SpoolFiles =>
        Directory.Exists(SpoolDirectory)
            ? [.. Directory.GetFiles(SpoolDirectory, "texts-*.log", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
            : [];

    /// <summary>Without any instance.</summary>
    /// <param name="empty">With a database that the first instance has to migrate.</param>
    public static async Task<BridgeOnLines> Without(TestPostgres postgres, BridgeSetup? setup = null, bool empty = false)
    {
        setup ??= BridgeSetup.Usual;
        var settings = setup.Settings.ToDictionary();
        var database = await (empty ? postgres.CreateEmptyDatabase() : postgres.CreateDatabase());
        var around = await BridgeUnderTest.Surroundings(database, setup with { Settings = settings });
        return new BridgeOnLines(around, settings);
    }

    /// <summary>With one instance in this process.</summary>
    public static async Task<BridgeOnLines> Start(TestPostgres postgres, BridgeSetup? setup = null)
    {
        var bridge = await Without(postgres, setup);
        try
        {
            var instance = await bridge.Around.AddInstance();
            await bridge.Around.ConfigureNumbers(instance.Ops, instance.Webhook);
            return bridge;
        }
        catch
        {
            await bridge.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds an instance as a process; the first one configures the numbers.</summary>
    /// <param name="ready">Wait until it is ready.</param>
    /// <param name="environment">More environment variables.</param>
    public async Task<ChildBridge> Serve(bool ready = true, params (string Name, string Value)[] environment)
    {
        var (publicAddress, opsAddress) = (Ports.FreeAddress(), Ports.FreeAddress());
        var settings = Around.Settings(publicAddress, opsAddress);
        settings["Logging:LogLevel:Default"] = "Information";
        foreach (var (name, value) in environment)
        {
            settings[name] = value;
        }

        var child = ChildBridge.Run(["serve", "--migrate"], settings, null, Folder, publicAddress, opsAddress, Around.Lease);
        children.Add(child);
        if (ready)
        {
            await IsReady(child);
            if (!Around.Twilio.Numbers.Any())
            {
                await Around.ConfigureNumbers(child.Ops, child.Webhook);
            }
        }

        return child;
    }

    public static Task IsReady(ChildBridge child) =>
        Eventually.Holds(
            async () => await child.Asked("/health/ready") == 200,
            $"the bridge is ready: {child.Output}",
            TimeSpan.FromSeconds(60)
        );

    /// <summary>A customer's texts go here from now on.</summary>
    public void Connect(ChildBridge child) =>
        Around.Twilio.ConnectNumber(BridgeSetup.Number, Around.Twilio.Options.Accounts[0].Sid, child.Webhook);

    public async ValueTask DisposeAsync()
    {
        foreach (var child in children)
        {
            await child.DisposeAsync();
        }

        await Around.DisposeAsync();
        await Postgres.DisposeAsync();
        await Chat.DisposeAsync();
        await Twilio.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
