namespace SmsBridge.Dashboard;

/// <summary>
/// Ids of messages and turns begin with their time (UUID version 7), and their primary keys begin with the id. So what is new is found through
/// the primary key, and the tables that every text is written to need no index for these pages.
/// </summary>
internal static class TimeId
{
    /// <summary>No id that is made at this moment or later is smaller.</summary>
    public static Guid From(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        var milliseconds = at.ToUnixTimeMilliseconds();
        for (var i = 0; i < 6; i++)
        {
            bytes[i] = (byte)(milliseconds >> (40 - (8 * i)));
        }

        return new Guid(bytes, bigEndian: true);
    }
}
