using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Threads;

/// <summary>A service that knows customers, and the setup of a bridge that asks it.</summary>
internal static class Crm
{
    public const string Secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDmxCQRIjrVLw=";

    private static readonly byte[] Key = Convert.FromBase64String(Secret["whsec_".Length..]);

    public static Task<ScriptedServer> Knows(string attributes) => ScriptedServer.Start(_ => Answer(attributes));

    public static Reply Answer(string body, int status = 200) => new(status, "application/json", body);

    /// <summary>The usual number, with this lookup; the agent says goodbye to "bye" and echoes the rest.</summary>
    /// <param name="settings">More members of the lookup's section.</param>
    public static BridgeSetup AskedAt(string url, params (string Member, string Value)[] settings) =>
        new()
        {
            Script = new AgentScript("Hello.", []).On("^bye", "Goodbye.", end: true).Otherwise("You said: {text}"),
            Numbers =
            [
                BridgeSetup.Document(change: d =>
                {
                    d["lookup"] = "crm";
                    d["attributes"] = new JsonObject { ["brand"] = "acme", ["tier"] = "unknown" };
                }),
            ],
            Settings = settings
                .Append(("Url", url))
                .Append(("Secret", Secret))
                .ToDictionary(s => $"Lookups:crm:{s.Item1}", string? (s) => s.Item2),
        };

    /// <summary>As a receiver checks it: who has the secret sent exactly this, just now.</summary>
    public static void ShouldBeSigned(Call call)
    {
        var timestamp = call.Headers["webhook-timestamp"];
        var age = TimeProvider.System.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(long.Parse(timestamp));
        age.Duration().ShouldBeLessThan(TimeSpan.FromMinutes(5));
        using var hmac = new HMACSHA256(Key);
        var expected = hmac.ComputeHash(Encoding.UTF8.GetBytes($"{call.Headers["webhook-id"]}.{timestamp}.{call.Body}"));
        call.Headers["webhook-signature"].ShouldBe($"v1,{Convert.ToBase64String(expected)}");
    }

    /// <summary>What the agent was told of the customer when their last conversation opened.</summary>
    public static Dictionary<string, JsonElement> Attributes(this Customer customer) =>
        customer.Conversations[^1].CreateBody.GetProperty("integration_attributes").Deserialize<Dictionary<string, JsonElement>>()!;

    /// <summary>The same attributes as a number without a lookup has.</summary>
    public static void ShouldHaveNothingFromTheLookup(this Customer customer)
    {
        var attributes = customer.Attributes();
        attributes
            .Keys.Except(["from_city", "from_state", "from_zip", "from_country"])
            .ShouldBe(
                ["brand", "tier", "channel", "customer_number", "bridge_number", "thread_id", "first_message_sid"],
                ignoreOrder: true
            );
        attributes["tier"].GetString().ShouldBe("unknown");
    }
}
