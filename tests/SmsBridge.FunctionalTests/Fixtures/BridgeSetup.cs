using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>How a bridge is set up for a test; the defaults are those of an ordinary deployment with one number.</summary>
internal sealed record BridgeSetup
{
    public const string Number = "+14155550199";

    /// <summary>For tests that wait until the leases of a dead or frozen instance run out. Others keep the usual, which a busy machine does not lose.</summary>
    public static readonly TimeSpan ShortLease = TimeSpan.FromSeconds(3);

    public static BridgeSetup Usual { get; } = new();

    public int Instances { get; init; } = 1;

    public AgentScript Script { get; init; } = AgentScript.Echo;

    public IReadOnlyList<TwilioAccount> Accounts { get; init; } = [TwilioAccount.Default];

    public CallbackPlan Callbacks { get; init; } = new();

    /// <summary>Added to the settings of every instance; a null value takes one away.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Put through the API at the start.</summary>
    public IReadOnlyList<JsonObject> Numbers { get; init; } = [Document()];

    /// <summary>How long the leases of the instances last; null: as long as usual.</summary>
    public TimeSpan? Lease { get; init; }

    /// <summary>Added to the services of every instance in this process.</summary>
    public Action<IServiceCollection>? Services { get; init; }

    /// <summary>Null: the address of each instance.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>A number document.</summary>
    public static JsonObject Document(string number = Number, Action<JsonObject>? change = null)
    {
        var document = new JsonObject
        {
            ["number"] = number,
            ["twilioAccount"] = "main",
            ["agent"] = "support",
        };
        change?.Invoke(document);
        return document;
    }

    public static BridgeSetup With(params (string Key, string? Value)[] settings) =>
        new() { Settings = settings.ToDictionary(s => s.Key, s => s.Value) };
}
