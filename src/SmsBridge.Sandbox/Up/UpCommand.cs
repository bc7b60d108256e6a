using System.Net.Http.Headers;
using System.Security.Cryptography;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Pages;
using SmsBridge.Sandbox.Postgres;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.Sandbox.Up;

/// <summary><c>up</c>: Postgres, the simulated Twilio and Chat API, the bridge wired to them, and the pages, until Ctrl+C.</summary>
internal static class UpCommand
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    /// <summary>Exit code 0 after Ctrl+C; 1 when something could not start or ended by itself, with the reason on the error output.</summary>
    public static async Task<int> Run(UpOptions options)
    {
        using var stop = new StopSignal();
        try
        {
            await Run(options, stop.Token);
            return 1;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            Console.WriteLine("Stopped.");
            return 0;
        }
        catch (Exception e) when (e is UpException or LocalPostgresException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    // The order of the declarations is the order of starting; the end goes backwards, Postgres last.
    private static async Task Run(UpOptions options, CancellationToken stop)
    {
        Directory.CreateDirectory(options.Data);
        var data = await DataFolder.NearestTo(Path.Combine(options.Data, "postgres"), stop);
        await using var postgres = await LocalPostgres.Start(new() { DataDirectory = data, Durable = true }, stop);
        var database = await postgres.CreateDatabase("smsbridge", stop);

        var addresses = Addresses.Choose(new Ports());
        // Ids must not come again: the database remembers those of earlier runs.
        var seed = RandomNumberGenerator.GetInt32(int.MaxValue);
        var account = TwilioAccount.Default;
        await using var twilio = await TwilioServer.Start(
            new()
            {
                Listen = addresses.Twilio,
                Accounts = [account],
                Seed = seed,
            }
        );
        await using var chat = await ChatApiServer.Start(new() { Listen = addresses.Chat, Seed = seed });
        foreach (var (number, label) in DemoNumbers.All)
        {
            twilio.ConnectNumber(number, account.Sid, $"{addresses.Public}/twilio/inbound").FriendlyName = label;
        }

        var key = $"sandbox-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))}";
        var settings = BridgeSettings.For(addresses, database, key, account, twilio.Media.CdnUrl, chat.Options, options.Data);
        using var log = new BridgeLog(Path.Combine(options.Data, "bridge.log"));
        await using var bridge = BridgeProcess.Start(options.Bridge, settings, log);
        using var api = new HttpClient { BaseAddress = new Uri(addresses.Ops) };
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        await bridge.Ready(api, LongestStart, stop);
        await DemoNumbers.Put(api, stop);

        await using var pages = await PagesServer.Start(
            new()
            {
                Listen = addresses.Pages,
                BridgeOps = new Uri(addresses.Ops),
                BridgeKey = key,
            },
            twilio,
            chat
        );
        Console.WriteLine(Welcome.Text(addresses, key, postgres, log));
        await FirstEnd(bridge, postgres, stop);
    }

    private static async Task FirstEnd(BridgeProcess bridge, LocalPostgres postgres, CancellationToken stop)
    {
        var crash = postgres.WaitForCrash(stop);
        var ended = bridge.Ended(stop);
        if (await Task.WhenAny(crash, ended) == ended)
        {
            throw await ended;
        }

        await crash;
        throw new UpException($"Postgres ended by itself; see {postgres.LogFile}");
    }
}
