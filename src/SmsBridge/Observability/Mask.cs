namespace SmsBridge.Observability;

/// <summary>Phone numbers as they may appear in logs, traces and metrics.</summary>
internal static class Mask
{
    /// <summary><c>+14155550101</c> → <c>+*********01</c>; the channel prefix stays.</summary>
    /// <param name="shown">How many characters of the end stay.</param>
    public static string Address(string address, int shown = 2)
    {
        var start = address.IndexOf(':') + 1;
        return string.Create(
            address.Length,
            (address, start, shown),
            static (masked, state) =>
            {
                state.address.CopyTo(masked);
                for (var i = state.start; i < masked.Length - state.shown; i++)
                {
                    masked[i] = masked[i] == '+' ? '+' : '*';
                }
            }
        );
    }
}
