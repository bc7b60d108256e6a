using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.Sandbox.Up;

/// <summary>The bridge's settings for the sandbox, as environment variables; the same keys as for a real deployment.</summary>
internal static class BridgeSettings
{
    public static IReadOnlyDictionary<string, string> For(
        Addresses addresses,
        string database,
        string key,
        TwilioAccount account,
        Uri cdn,
        ChatApiServerOptions chat,
        string data
    ) =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ConnectionStrings__Bridge"] = database,
            ["Public__BaseUrl"] = addresses.Public,
            ["Public__Listen"] = addresses.Public,
            ["Ops__Listen"] = addresses.Ops,
            ["Ops__BootstrapKey"] = key,
            ["Twilio__ApiUrl"] = addresses.Twilio,
            ["Twilio__MediaOrigins__0"] = cdn.AbsoluteUri,
            ["Twilio__Accounts__main__AccountSid"] = account.Sid,
            ["Twilio__Accounts__main__AuthTokens__0"] = account.PrimaryToken,
            ["Agents__support__BaseUrl"] = addresses.Chat,
            ["Agents__support__AccountId"] = "ACCOUNT-sandbox",
            ["Agents__support__ProjectId"] = "PROJECT-sandbox",
            ["Agents__support__ApiKey"] = chat.ApiKey,
            ["Agents__support__ConnectorToken"] = chat.ConnectorToken,
            ["Spool__Directory"] = Path.Combine(data, "spool"),
        };
}
