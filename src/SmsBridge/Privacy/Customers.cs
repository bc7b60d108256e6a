using SmsBridge.Hosting;

namespace SmsBridge.Privacy;

/// <summary>The addresses of one person.</summary>
internal static class Customers
{
    public const string NoAddress = "The customer is no address. Give the one that they text from, for example +14155550101.";

    private static readonly string[] Channels = ["whatsapp:", "rcs:"];

    /// <exception cref="BadHttpRequestException">It is no address, and is not repeated here: it may be a number that was mistyped.</exception>
    public static string Read(string? customer) =>
        Hosting.Addresses.FromQuery(customer) is { } address && Hosting.Addresses.IsNumber(address)
            ? address
            : throw PageQuery.Bad(NoAddress);

    /// <param name="allChannels">The same phone by SMS, WhatsApp and RCS is three customers.</param>
    public static IReadOnlyList<string> Addresses(string customer, bool allChannels)
    {
        var phone = Hosting.Addresses.WithoutChannel(customer) ?? customer;
        return allChannels ? [phone, .. Channels.Select(c => c + phone)] : [customer];
    }
}
