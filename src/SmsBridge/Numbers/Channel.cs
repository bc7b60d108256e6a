namespace SmsBridge.Numbers;

/// <summary>Kinds of networks.</summary>
internal static class ChannelName
{
    public const string Sms = "sms";
    public const string WhatsApp = "whatsapp";
    public const string Rcs = "rcs";
}

/// <summary>The kind of network that an address belongs to, told by its prefix.</summary>
internal static class Channel
{
    /// <returns><c>sms</c>, <c>whatsapp</c> or <c>rcs</c>.</returns>
    public static string Of(string address) =>
        address.StartsWith("whatsapp:", StringComparison.Ordinal) ? ChannelName.WhatsApp
        : address.StartsWith("rcs:", StringComparison.Ordinal) ? ChannelName.Rcs
        : ChannelName.Sms;
}
