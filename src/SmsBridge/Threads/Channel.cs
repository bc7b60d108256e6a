namespace SmsBridge.Threads;

/// <summary>The kind of network that an address belongs to, told by its prefix.</summary>
internal static class Channel
{
    /// <returns><c>sms</c>, <c>whatsapp</c> or <c>rcs</c>.</returns>
    public static string Of(string address) =>
        address.StartsWith("whatsapp:", StringComparison.Ordinal) ? "whatsapp"
        : address.StartsWith("rcs:", StringComparison.Ordinal) ? "rcs"
        : "sms";
}
