using System.Net;
using System.Net.Sockets;
using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Cli;

/// <summary>More things, each broken in turn, that <c>doctor</c> names with setting and remedy.</summary>
public sealed class DoctorThingsTests(TestPostgres postgres)
{
    private const string Secret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    private static readonly string[] Libraries =
    [
        "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
        "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
    ];

    [Fact]
    public async Task A_wrong_api_key_is_told_beside_a_token_that_is_right()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);

        var found = await bridge
            .CommandLine()
            .With("Twilio:Accounts:main:ApiKeySid", "SK00000000000000000000000000000001")
            .With("Twilio:Accounts:main:ApiKeySecret", "wrong")
            .Run("doctor");

        found.ShouldEndWith(1);
        Line(found, "FAIL  twilio main API key").ShouldContain("Twilio:Accounts:main:ApiKeySid and :ApiKeySecret");
        Line(found, "ok    twilio main token 0");
        found.All.ShouldNotContain("SK00000000000000000000000000000001");
    }

    [Theory]
    [InlineData("suspended")]
    [InlineData("closed")]
    public async Task An_account_that_Twilio_has_stopped_is_told(string status)
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        await using var twilio = await ScriptedServer.Start(_ => new Reply(200, "application/json", $$"""{ "status": "{{status}}" }"""));

        var found = (await bridge.CommandLine().With("Twilio:ApiUrl", twilio.Address).Run("doctor")).ShouldEndWith(1);

        Line(found, "FAIL  twilio main token 0").ShouldContain($"the account is {status}. Reactivate it in the Twilio console.");
    }

    [Fact]
    public async Task A_disabled_number_is_told()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        await bridge.Ops.Configure(BridgeSetup.Document(change: d => d["enabled"] = false));

        var found = (await bridge.CommandLine().Run("doctor")).ShouldEndWith(0);

        Line(found, "warn  numbers").ShouldContain($"smsbridge numbers set {BridgeSetup.Number} enabled=true");
    }

    [Fact]
    public async Task Keys_of_which_none_is_an_admins_are_told()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var shell = bridge.CommandLine().With("Ops:BootstrapKey", null);
        (await shell.Run("keys", "create", "desk", "--role", "operator")).ShouldEndWith(0);

        Line(await shell.Run("doctor"), "warn  keys").ShouldContain("smsbridge keys create NAME --role admin");
        (await shell.Run("keys", "create", "boss", "--role", "admin")).ShouldEndWith(0);
        Line(await shell.Run("doctor"), "ok    keys").ShouldContain("2 in force");
    }

    [Fact]
    public async Task A_webhook_queue_is_reached_without_an_event_and_told_when_it_is_away()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        await using var receiver = await ScriptedServer.Start(_ => new Reply(200, "text/plain", ""));
        var shell = bridge.CommandLine().With("Queues:crm:Type", "webhook").With("Queues:crm:Secret", Secret);

        var there = await shell.With("Queues:crm:Url", $"{receiver.Address}/events").Run("doctor");
        var away = await shell.With("Queues:crm:Url", $"{Ports.FreeAddress()}/events").Run("doctor");
        var unknown = await shell.With("Queues:crm:Url", "https://crm.example.invalid/events").Run("doctor");
        var plain = await shell.With("Queues:crm:Url", receiver.Address.Replace("http:", "https:") + "/events").Run("doctor");

        Line(there.ShouldEndWith(0), "ok    queues crm");
        receiver.Calls.ShouldBeEmpty();
        Line(away.ShouldEndWith(1), "FAIL  queues crm")
            .ShouldContain("cannot be reached (ConnectionRefused). Check host and port of Queues:crm:Url");
        Line(unknown.ShouldEndWith(1), "FAIL  queues crm").ShouldContain("the name crm.example.invalid is not known");
        Line(plain.ShouldEndWith(1), "FAIL  queues crm").ShouldContain("Queues:crm:Url");
    }

    [Fact]
    public async Task A_webhook_queue_that_is_silent_is_told_with_its_setting()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var shell = bridge
            .CommandLine()
            .With("Queues:crm:Type", "webhook")
            .With("Queues:crm:Secret", Secret)
            .With("Queues:crm:Url", $"https://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/events");

        Line((await shell.Run("doctor")).ShouldEndWith(1), "FAIL  queues crm")
            .ShouldContain("no answer within 8 s. Check the address in Queues:crm");
    }

    [Fact]
    public async Task A_webhook_queue_that_was_stopped_by_its_receiver_is_told_with_the_way_on()
    {
        await using var receiver = await ScriptedServer.Start(_ => new Reply(410, "text/plain", ""));
        await using var bridge = await BridgeUnderTest.Start(
            postgres,
            BridgeSetup.With(
                ("Queues:crm:Type", "webhook"),
                ("Queues:crm:Secret", Secret),
                ("Queues:crm:Url", receiver.Address),
                ("Handoff:DefaultQueue", "crm")
            ) with
            {
                Script = Handoff.LiveAgentTests.Script,
            }
        );
        await bridge.Customer().Texts("human");
        await Eventually.Holds(async () => await bridge.Database.Count("queue_stops") == 1, "the receiver answered 410");

        var line = Line((await bridge.CommandLine().Run("doctor")).ShouldEndWith(1), "FAIL  queues crm");

        line.ShouldContain("wants no more events; 1 event(s) wait");
        line.ShouldContain("POST /api/v1/queues/crm/resume");
    }

    [Fact]
    public async Task A_lookup_that_is_away_is_a_warning_and_it_is_asked_about_nobody()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        await using var crm = await ScriptedServer.Start(_ => new Reply(200, "application/json", "{}"));
        var shell = bridge.CommandLine().With("Lookups:crm:Secret", Secret);

        Line(await shell.With("Lookups:crm:Url", crm.Address).Run("doctor"), "ok    lookups crm");
        crm.Calls.ShouldBeEmpty();
        Line(await shell.With("Lookups:crm:Url", Ports.FreeAddress()).Run("doctor"), "warn  lookups crm").ShouldContain("Lookups:crm:Url");
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/bridge/health/live")]
    public async Task A_proxy_that_leads_to_the_api_as_well_is_told(string open)
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        await using var proxy = await ScriptedServer.Start(call =>
            call.Target == open ? new Reply(200, "application/json", """{"status":"ok"}""") : new Reply(404, "text/plain", "")
        );

        var found = (await bridge.CommandLine().With("Public:BaseUrl", $"{proxy.Address}/bridge").Run("doctor")).ShouldEndWith(1);

        found
            .Output.Split('\n')
            .ShouldContain(l => l.StartsWith("FAIL  public url") && l.Contains($"{open} answers: the API"), found.Output);
    }

    [Fact]
    public async Task Texts_that_are_left_in_the_spool_are_told()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "instance-0"));
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "instance-0", "texts-1.log"), "…");

        Line(await bridge.CommandLine().With("Spool:Directory", folder.Path).Run("doctor"), "warn  spool")
            .ShouldContain("wait for the database");
        File.Delete(Path.Combine(folder.Path, "instance-0", "texts-1.log"));
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "instance-0", "set-aside.log"), "…");
        Line(await bridge.CommandLine().With("Spool:Directory", folder.Path).Run("doctor"), "warn  spool").ShouldContain("set-aside.log");
    }

    [Theory]
    [InlineData("+30s", "warn  clock", "Set both by NTP")]
    [InlineData("-10m", "FAIL  clock", "Set both by NTP")]
    public async Task A_clock_that_is_wrong_is_told(string off, string verdict, string remedy)
    {
        var library = Libraries.FirstOrDefault(File.Exists);
        Assert.SkipWhen(library is null, "libfaketime is not installed (Debian: apt-get install libfaketime).");
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var shell = bridge.CommandLine().With("LD_PRELOAD", library).With("FAKETIME", off).With("FAKETIME_DONT_FAKE_MONOTONIC", "1");

        var found = await shell.Run("doctor");

        found.Output.Split('\n').ShouldContain(l => l.StartsWith(verdict) && l.Contains("clock") && l.Contains(remedy), found.Output);
    }

    internal static string Line(Ran found, string start) =>
        found
            .Output.Split('\n')
            .FirstOrDefault(l => l.StartsWith(start, StringComparison.Ordinal))
            .ShouldNotBeNull($"{start}: {found.All}");
}
