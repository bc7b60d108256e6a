namespace SmsBridge.Sandbox.Pages;

/// <summary>Settings of the phone page and the desk page.</summary>
internal sealed record PagesServerOptions
{
    /// <summary>Address to listen on; port 0 picks a free one.</summary>
    public string Listen { get; init; } = "http://127.0.0.1:0";

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The numbers that a person on the phone page may be.</summary>
    public IReadOnlyList<string> Customers { get; init; } = ["+14155550101", "+12125550142", "+13125550163", "+16175550118"];

    /// <summary>The bridge's ops listener, whose API the desk page works with; null: the desk says that no bridge is connected.</summary>
    public Uri? BridgeOps { get; init; }

    /// <summary>API key for <see cref="BridgeOps"/>, sent as a bearer token.</summary>
    public string BridgeKey { get; init; } = "";
}
