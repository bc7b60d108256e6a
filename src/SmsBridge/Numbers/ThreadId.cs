using System.Security.Cryptography;
using System.Text;

namespace SmsBridge.Numbers;

/// <summary>A thread's id can be computed by any instance from its two addresses, without a look-up.</summary>
internal static class ThreadId
{
    /// <summary>UUID version 8 (RFC 9562, custom): the first 16 bytes of SHA-256 over <c>number LF customer</c>, in the customer's canonical form.</summary>
    public static Guid Of(string number, string customer) => OfForm(number, Subscriber.Canonical(customer));

    /// <summary>
    /// That one, and those that threads of the customer's other forms had before forms were one customer (<see cref="Subscriber"/>). Nobody gives
    /// them to a new thread.
    /// </summary>
    public static IEnumerable<Guid> Every(string number, string customer) =>
        Subscriber.Forms(customer).Select(form => OfForm(number, form));

    private static Guid OfForm(string number, string customer)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{number}\n{customer}"), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
