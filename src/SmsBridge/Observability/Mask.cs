namespace SmsBridge.Observability;

/// <summary>Phone numbers as they may appear in logs, traces and metrics.</summary>
internal static class Mask
{
    private const int Shown = 2;

    /// <summary><c>+14155550101</c> → <c>+*********01</c>; the channel prefix stays.</summary>
    public static string Address(string address)
    {
        var start = address.IndexOf(':') + 1;
        return string.Create(
            address.Length,
            (address, start),
            static (masked, state) =>
            {
                state.address.CopyTo(masked);
                for (var i = state.start; i < masked.Length - Shown; i++)
                {
                    masked[i] = masked[i] == '+' ? '+' : '*';
                }
            }
        );
    }
}
