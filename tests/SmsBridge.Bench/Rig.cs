using System.Net.Http.Headers;
using System.Net.Http.Json;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Postgres;
using SmsBridge.Sandbox.Twilio;
using SmsBridge.Sandbox.Up;

namespace SmsBridge.Bench;

/// <summary>Everything around the bridge: a durable Postgres, the simulated providers, and as many bridge processes as wanted.</summary>
internal sealed class Rig : IAsyncDisposable
{
    public const string Number = "+14155550199";
    private const string Key = "bench-bootstrap-key";

    private readonly Ports ports = new();
    private readonly string folder = Directory.CreateTempSubdirectory("smsbridge-bench-").FullName;
    private readonly int firstPort;

    private Rig(LocalPostgres postgres, TwilioServer twilio, ChatApiServer chat, int firstPort) =>
        (Postgres, Twilio, Chat, this.firstPort) = (postgres, twilio, chat, firstPort);

    public LocalPostgres Postgres { get; }

    public TwilioServer Twilio { get; }

    public ChatApiServer Chat { get; }

    public List<BridgeInstance> Instances { get; } = [];

    public string Database => Postgres.ConnectionStringFor("bench");

    /// <summary>More settings for every instance started from now on.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    /// <summary>How long the leases of every instance started from now on last; null: as long as usual.</summary>
    public TimeSpan? Lease { get; set; }

    /// <summary>Logs, spools and whatever else is worth keeping after a failure.</summary>
    public string Folder => folder;

    /// <summary>Texts that wait on the disk while Postgres is away.</summary>
    public string SpoolFolder => Path.Combine(folder, "spool");

    /// <summary>Set it to have <see cref="Folder"/> survive.</summary>
    public bool KeepFolder { get; set; }

    /// <param name="seed">Of ids and random faults.</param>
    /// <param name="firstPort">Instances listen from here on; a run that kills them needs ports that nobody else takes meanwhile.</param>
    public static async Task<Rig> Start(CallbackPlan callbacks, Latency latency, int seed = 1, int firstPort = 18080)
    {
        var postgres = await LocalPostgres.Start(new LocalPostgresOptions { Durable = true }, CancellationToken.None);
        await postgres.CreateDatabase("bench");
        var twilio = await TwilioServer.Start(
            new TwilioServerOptions
            {
                Callbacks = callbacks,
                Concurrency = 512,
                Seed = seed,
            }
        );
        var chat = await ChatApiServer.Start(
            new ChatApiServerOptions
            {
                Script = AgentScript.Echo,
                Latency = latency,
                Seed = seed,
            }
        );
        return new Rig(postgres, twilio, chat, firstPort);
    }

    /// <summary>Starts one more bridge; the first one decides the public URL unless a slot is given.</summary>
    public async Task<BridgeInstance> AddInstance()
    {
        var slot = Instances.Count;
        var instance = await StartAt(ports.Address("bridge", firstPort + slot), ports.Address("ops", firstPort + 100 + slot), slot);
        Instances.Add(instance);
        if (slot == 0)
        {
            await PutNumber(instance);
        }

        Twilio.ConnectNumber(Number, TwilioAccount.Default.Sid, Instances[0].PublicUrl + "/twilio/inbound");
        return instance;
    }

    /// <summary>Starts a bridge again where one has ended.</summary>
    public async Task Revive(int slot)
    {
        var old = Instances[slot];
        Instances[slot] = await StartAt(old.PublicUrl, old.OpsUrl, slot);
    }

    /// <summary>A client with the operators' key, for any instance.</summary>
    public static HttpClient Operator(TimeSpan timeout)
    {
        var http = new HttpClient { Timeout = timeout };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        return http;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in Instances)
        {
            await instance.DisposeAsync();
        }

        await Twilio.DisposeAsync();
        await Chat.DisposeAsync();
        await Postgres.DisposeAsync();
        if (!KeepFolder)
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Each instance has its own public address here, as if each had a proxy of its own; signatures are checked against it.</summary>
    private Task<BridgeInstance> StartAt(string publicUrl, string opsUrl, int slot)
    {
        var account = TwilioAccount.Default;
        var settings = new Dictionary<string, string>(Settings, StringComparer.Ordinal)
        {
            ["ConnectionStrings__Bridge"] = Database,
            ["Public__BaseUrl"] = publicUrl,
            ["Public__Listen"] = publicUrl,
            ["Ops__Listen"] = opsUrl,
            ["Ops__BootstrapKey"] = Key,
            ["Spool__Directory"] = SpoolFolder,
            // A few customers text here as often as many do elsewhere, and every text has to be answered.
            ["Limits__PerSenderPerMinute"] = "0",
            ["Limits__RepeatsToBlock"] = "0",
            ["Limits__LoopsToBlock"] = "0",
            ["Limits__SegmentsPerCustomerPerDay"] = "0",
            ["Twilio__ApiUrl"] = Twilio.Url.ToString(),
            ["Twilio__Accounts__main__AccountSid"] = account.Sid,
            ["Twilio__Accounts__main__AuthTokens__0"] = account.PrimaryToken,
            ["Agents__support__BaseUrl"] = Chat.Url.ToString(),
            ["Agents__support__AccountId"] = "bench",
            ["Agents__support__ProjectId"] = "bench",
            ["Agents__support__ApiKey"] = Chat.Options.ApiKey,
            ["Agents__support__ConnectorToken"] = Chat.Options.ConnectorToken,
        };
        return BridgeInstance.Start(settings, Path.Combine(folder, $"bridge-{slot}.log"), Lease);
    }

    private static async Task PutNumber(BridgeInstance instance)
    {
        using var http = Operator(TimeSpan.FromSeconds(100));
        var document = new
        {
            number = Number,
            twilioAccount = "main",
            agent = "support",
        };
        using var answer = await http.PutAsJsonAsync($"{instance.OpsUrl}/api/v1/numbers/{Uri.EscapeDataString(Number)}", document);
        answer.EnsureSuccessStatusCode();
    }
}
