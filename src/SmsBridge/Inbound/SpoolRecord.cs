using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using SmsBridge.Messages;

namespace SmsBridge.Inbound;

/// <summary>A text in the spool.</summary>
/// <param name="Told">The customer was told of the trouble because of this text.</param>
internal sealed record SpoolRecord(InboundText Text, bool Told)
{
    private const int ChecksumLength = 16;

    /// <summary>One line: 16 hexadecimal digits of SHA-256 over the JSON, a blank, the JSON.</summary>
    public string ToLine()
    {
        var json = JsonSerializer.Serialize(this, SpoolJson.Default.SpoolRecord);
        return $"{Checksum(json)} {json}\n";
    }

    /// <returns>Null when the line was cut off or changed.</returns>
    public static SpoolRecord? Parse(string line)
    {
        if (line.Length <= ChecksumLength + 1 || line[ChecksumLength] != ' ')
        {
            return null;
        }

        var json = line[(ChecksumLength + 1)..];
        try
        {
            return Checksum(json) == line[..ChecksumLength] ? JsonSerializer.Deserialize(json, SpoolJson.Default.SpoolRecord) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Checksum(string json) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..ChecksumLength];
}

[JsonSerializable(typeof(SpoolRecord))]
internal sealed partial class SpoolJson : JsonSerializerContext;
