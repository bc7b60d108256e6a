using System.Buffers.Binary;
using System.Text;

namespace SmsBridge.FunctionalTests.Observability;

/// <summary>A protobuf message as its fields, by number: enough to read what OpenTelemetry's protocol sends.</summary>
internal sealed class Protobuf
{
    private readonly List<(int Field, ulong Number, byte[] Bytes)> fields = [];

    public Protobuf(ReadOnlySpan<byte> message)
    {
        while (message.Length > 0)
        {
            var tag = Varint(ref message);
            var field = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    fields.Add((field, Varint(ref message), []));
                    break;
                case 1:
                    fields.Add((field, BinaryPrimitives.ReadUInt64LittleEndian(message), []));
                    message = message[8..];
                    break;
                case 2:
                    var length = (int)Varint(ref message);
                    fields.Add((field, 0, message[..length].ToArray()));
                    message = message[length..];
                    break;
                case 5:
                    fields.Add((field, BinaryPrimitives.ReadUInt32LittleEndian(message), []));
                    message = message[4..];
                    break;
                default:
                    throw new InvalidDataException($"Wire type {tag & 7}.");
            }
        }
    }

    public IEnumerable<Protobuf> Messages(int field) => Bytes(field).Select(b => new Protobuf(b));

    public IEnumerable<byte[]> Bytes(int field) => fields.Where(f => f.Field == field).Select(f => f.Bytes);

    public string Hex(int field) => Convert.ToHexStringLower(Bytes(field).FirstOrDefault() ?? []);

    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field).FirstOrDefault() ?? []);

    public ulong Number(int field) => fields.FirstOrDefault(f => f.Field == field).Number;

    /// <summary>OpenTelemetry's list of <c>KeyValue</c>; values as text.</summary>
    public Dictionary<string, string> Attributes(int field) =>
        Messages(field).ToDictionary(a => a.Text(1), a => a.Messages(2).Select(Value).FirstOrDefault() ?? "", StringComparer.Ordinal);

    private static string Value(Protobuf any) => any.Bytes(1).Any() ? any.Text(1) : $"{any.Number(3)}";

    private static ulong Varint(ref ReadOnlySpan<byte> from)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = from[0];
            from = from[1..];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}
