using SmsBridge.Hosting;
using SmsBridge.Numbers;

namespace SmsBridge.Privacy;

/// <summary>The addresses of one person.</summary>
internal static class Customers
{
    public const string NoAddress = "The customer is no address. Give the one that they text from, for example +14155550101.";

    private static readonly string[] Channels = ["whatsapp:", "rcs:"];

    /// <exception cref="BadHttpRequestException">It is no address, and is not repeated here: it may be a number that was mistyped.</exception>
    public static string Read(string? customer) =>
        Hosting.Addresses.FromQuery(customer) is { } address && Hosting.Addresses.IsSender(address)
            ? address
            : throw PageQuery.Bad(NoAddress);

    /// <param name="allChannels">The same phone by SMS, WhatsApp and RCS is three customers. A WhatsApp user without a number is one.</param>
    public static IReadOnlyList<string> Addresses(string customer, bool allChannels)
    {
        var phone = Hosting.Addresses.WithoutChannel(customer) ?? customer;
        // By SMS and RCS each form of the number is a customer of its own, by WhatsApp all of them are one.
        return !allChannels || Hosting.Addresses.IsUser(customer)
            ? [customer]
            :
            [
                phone,
                .. Channels.Select(c => c + phone),
                .. Subscriber
                    .Forms($"whatsapp:{phone}")
                    .Select(form => Hosting.Addresses.WithoutChannel(form)!)
                    .Where(other => other != phone)
                    .SelectMany(other => new[] { other, $"rcs:{other}" }),
            ];
    }
}
