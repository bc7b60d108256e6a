using System.Net.Sockets;
using System.Text;
using SmsBridge.FunctionalTests.Outbound;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Twilio;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Privacy;

/// <summary>The service runs with every category at its lowest level, and nobody's number, words or secrets are in what it prints.</summary>
public sealed class SilenceTests(TestPostgres postgres)
{
    private const string Words = "unsayable-words";

    private static readonly string WebhookSecret =
        $"whsec_{Convert.ToBase64String(Encoding.ASCII.GetBytes("a secret of thirty-two bytes, ok"))}";

    [Fact]
    public async Task At_the_lowest_level_a_full_run_prints_no_number_no_text_and_no_secret()
    {
        await using var desk = await ScriptedServer.Start(_ => new Reply(204, "text/plain", ""));
        await using var bridge = await BridgeOnLines.Without(postgres, Setup(desk.Address));
        var child = await bridge.Serve(
            environment:
            [
                ("Logging:LogLevel:Default", "Trace"),
                ("Logging:LogLevel:Microsoft", "Trace"),
                ("Logging:LogLevel:Npgsql", "Trace"),
                ("Logging:LogLevel:System", "Trace"),
                ("Logging:Console:FormatterName", "simple"),
                ("Logging:Console:FormatterOptions:IncludeScopes", "true"),
            ]
        );
        var around = bridge.Around;
        var customers = Enumerable.Range(0, 6).Select(_ => around.Customer()).ToList();

        await Texts(around, child, customers);
        await Calls(child, customers[0]);
        await Nonsense(child, customers[0]);
        await Outage(bridge, customers[5]);
        (await child.Ops.Delete(Remains.Path(customers[0]))).Status.ShouldBe(200);
        (await child.Ops.Get(Remains.Path(customers[1]))).Status.ShouldBe(200);
        var commands = await Commands(around, child, customers[2]);
        await child.Terminate();
        await child.Ends();

        child.Output.Length.ShouldBeGreaterThan(100_000, "the lowest level says little: this checks nothing");
        child.Output.ShouldContain("trce:");
        string[] secrets =
        [
            Words,
            WebhookSecret[6..],
            around.Twilio.Options.Accounts[0].PrimaryToken,
            around.Chat.Options.ApiKey,
            around.Chat.Options.ConnectorToken,
            BridgeSettings.Key,
            "secret-of-the-hashes",
            .. customers.SelectMany(Forms),
        ];
        Absent(child.Output, secrets);
        Absent(commands, secrets);
    }

    /// <summary>A number as it may be written; the second is in most of the others too.</summary>
    private static string[] Forms(Customer customer)
    {
        var digits = customer.Address[1..];
        return [digits, digits[1..], $"+{digits}", $"%2B{digits}", $"{digits[..1]} {digits[1..4]} {digits[4..7]} {digits[7..]}"];
    }

    private static BridgeSetup Setup(string desk) =>
        new()
        {
            Script = new AgentScript("Hello.", [])
                .On("human", Words, handoff: $$"""{ "destination": "d", "note": "{{Words}}" }""")
                .Otherwise("You said: {text}"),
            Settings = new Dictionary<string, string?>
            {
                ["Queues:hook:Type"] = "webhook",
                ["Queues:hook:Url"] = desk,
                ["Queues:hook:Secret"] = WebhookSecret,
                ["Queues:desk:Type"] = "postgres",
                ["Handoff:DefaultQueue"] = "hook",
                ["Privacy:HashKeys:0"] = "secret-of-the-hashes-which-is-long-enough",
                ["Retention:Every"] = "00:00:01",
                ["Retention:Messages"] = "300.00:00:00",
                ["Spool:DatabasePatience"] = "00:00:02",
            },
        };

    private static async Task Texts(BridgeUnderTest around, ChildBridge child, List<Customer> customers)
    {
        around.Twilio.Faults.Next(1, Fault.Http(400, "21211"), "create", customers[1].Address);
        around.Chat.Faults.Next(1, Fault.Http(400), "respond", customers[2].Address);
        around.Chat.Faults.Next(2, Fault.Http(500), "respond", customers[3].Address);
        foreach (var customer in customers)
        {
            await customer.Texts($"{Words} one");
            await customer.Texts($"{Words} \u0001 two {customer.Address}");
        }

        await customers[4].Texts("STOP");
        await customers[3].Sends($"{Words} three", new() { WrongSignature = true });
        await customers[3].Sends("human");
        await Eventually.Holds(async () => await around.Database.Count("handoffs") > 0, "handed over");
        await customers[3].Texts($"{Words} for people");
        await Starter.Starts(child.Ops, customers[0], $"{Words} started", "s-1");
        await Starter.Starts(child.Ops, customers[4], $"{Words} refused", "s-2");
        await customers[0].Settles();
        await Eventually.Holds(async () => await around.Database.Count("messages where status = 'failed'") > 1, "some failed");
    }

    /// <summary>The API with numbers in paths, queries and bodies, right and wrong.</summary>
    private static async Task Calls(ChildBridge child, Customer customer)
    {
        var (escaped, raw) = (Uri.EscapeDataString(customer.Address), customer.Address);
        foreach (
            var path in new[]
            {
                $"/api/v1/threads?customer={escaped}",
                $"/api/v1/threads/{raw}",
                $"/api/v1/consents?customer={raw}&limit=0",
                $"/api/v1/numbers/{escaped}",
                $"/api/v1/nothing/{raw}?x={escaped}",
                $"/api/v1/threads?cursor={raw}",
                $"/api/v1/threads?limit={raw}",
                $"/twilio/status/{raw}",
                $"/{raw}/{Words}",
            }
        )
        {
            await child.Ops.Get(path);
            await Webhook.Get($"{child.PublicAddress}{path}", null);
        }

        await child.Ops.Post($"/api/v1/threads/{raw}/close");
        await child.Ops.Send(
            HttpMethod.Post,
            "/api/v1/messages",
            $$"""{ "number": "{{raw}}", "customer": "{{raw}}", "text": "{{Words}}", "{{raw}}": 1 }"""
        );
        await child.Ops.Send(HttpMethod.Post, "/api/v1/messages", $$"""{ "number": "{{raw}}", "text": {{Words}}""");
        await child.Ops.Send(
            HttpMethod.Put,
            $"/api/v1/numbers/{raw}",
            $$"""{ "number": "{{raw}}", "twilioAccount": "x", "agent": "{{Words}}" }"""
        );
        await child.Ops.Send(
            HttpMethod.Post,
            "/api/v1/consents",
            $$"""{ "number": "{{BridgeSetup.Number}}", "customer": "\u0000{{raw}}", "optedOut": true }"""
        );
        using var stranger = new Operator(child.Ops.Address, $"sbk_{raw}{Words}");
        await stranger.Get($"/api/v1/threads?customer={escaped}");
    }

    /// <summary>Requests that no client library would make.</summary>
    private static async Task Nonsense(ChildBridge child, Customer customer)
    {
        var url = new Uri(child.PublicAddress);
        foreach (
            var request in new[]
            {
                $"GET /{customer.Address} {Words}\r\n\r\n",
                $"{customer.Address} / HTTP/1.1\r\nHost: x\r\n\r\n",
                $"POST /twilio/inbound HTTP/1.1\r\nHost: {Words}\r\nContent-Length: {customer.Address}\r\n\r\n",
                $"GET /twilio/inbound?From={customer.Address} HTTP/1.1\r\nHost: x\r\n{customer.Address} {Words}\r\n\r\n",
            }
        )
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(url.Host, url.Port);
            await using var stream = tcp.GetStream();
            await stream.WriteAsync(Encoding.UTF8.GetBytes(request));
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            try
            {
                _ = await stream.ReadAsync(new byte[1000], limit.Token);
            }
            catch (Exception error) when (error is OperationCanceledException or IOException)
            {
                // It answered by closing, or not at all.
            }
        }

        await Webhook.PostRaw(child.Webhook, $"From={customer.Address}&Body={Words}&Body=%ZZ", "bad");
        await Webhook.Post(child.Webhook, Webhook.Text(customer.Address, BridgeSetup.Number, $"{Words}\u0000null"));
    }

    private static async Task Outage(BridgeOnLines bridge, Customer customer)
    {
        bridge.Postgres.Cut();
        (await customer.Sends($"{Words} spooled")).Status.ShouldBe(200);
        bridge.Postgres.Mend();
        await Eventually.Holds(() => bridge.SpoolFiles.Count == 0, "the spool is empty", TimeSpan.FromSeconds(60));
    }

    private static async Task<string> Commands(BridgeUnderTest around, ChildBridge child, Customer customer)
    {
        var settings = around.Settings(child.PublicAddress, child.Ops.Address);
        settings["ConnectionStrings:Bridge"] = around.Database.ConnectionString;
        foreach (var category in new[] { "Default", "Microsoft", "Npgsql" })
        {
            settings[$"Logging:LogLevel:{category}"] = "Trace";
        }

        var shell = new CommandLine(settings);
        var outputs = new StringBuilder();
        foreach (
            var arguments in new[]
            {
                new[] { "doctor" },
                ["replay", "--all"],
                ["erase", customer.Address],
                ["erase", customer.Address, "--yes"],
                ["erase", customer.Address, "--yes", "--json"],
                ["erase", $"{customer.Address}x", "--yes"],
                ["export-customer", customer.Address],
            }
        )
        {
            outputs.AppendLine((await shell.Run(arguments)).All);
        }

        return outputs.ToString();
    }

    private static void Absent(string output, params string[] words) =>
        words
            .Where(w => output.Contains(w, StringComparison.OrdinalIgnoreCase))
            .Select(w => (Word: w, At: output.IndexOf(w, StringComparison.OrdinalIgnoreCase)))
            .Select(w => $"{w.Word} in: {output[Math.Max(0, w.At - 300)..Math.Min(output.Length, w.At + 200)]}")
            .ShouldBeEmpty();
}
