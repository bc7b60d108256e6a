using System.Security.Cryptography;
using System.Text;

namespace SmsBridge.Numbers;

/// <summary>A thread's id can be computed by any instance from its two addresses, without a look-up.</summary>
internal static class ThreadId
{
    /// <summary>UUID version 8 (RFC 9562, custom): the first 16 bytes of SHA-256 over <c>number LF customer</c>.</summary>
    public static Guid Of(string number, string customer)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{number}\n{customer}"), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
