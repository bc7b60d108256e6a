using System.Net;
using SmsBridge.Edge;

namespace SmsBridge.Ops;

/// <summary>Limits wrong keys: after ten within a minute an address is refused until that minute is over, with any key.</summary>
internal sealed class SignInLimit(TimeProvider time)
{
    private const int Allowed = 10;
    public const int MostAddresses = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, (long Since, int Failures)> failures = [];

    /// <summary>How many addresses are remembered.</summary>
    public int Remembered
    {
        get
        {
            lock (gate)
            {
                return failures.Count;
            }
        }
    }

    /// <returns>How long the address has to wait; null when it need not.</returns>
    public TimeSpan? Wait(IPAddress? address)
    {
        lock (gate)
        {
            return
                failures.TryGetValue(RemoteNetwork.Of(address), out var seen)
                && seen.Failures >= Allowed
                && Left(seen.Since) is var left
                && left > TimeSpan.Zero
                ? left
                : null;
        }
    }

    public void Failed(IPAddress? address)
    {
        var source = RemoteNetwork.Of(address);
        lock (gate)
        {
            if (failures.Count >= MostAddresses)
            {
                foreach (var old in failures.Where(f => Left(f.Value.Since) <= TimeSpan.Zero).Select(f => f.Key).ToList())
                {
                    failures.Remove(old);
                }

                // So many at once try no keys of one person's; to forget them is better than to grow. Keys are too long to be found by trying.
                if (failures.Count >= MostAddresses)
                {
                    failures.Clear();
                }
            }

            failures[source] =
                failures.TryGetValue(source, out var seen) && Left(seen.Since) > TimeSpan.Zero
                    ? (seen.Since, seen.Failures + 1)
                    : (time.GetTimestamp(), 1);
        }
    }

    private TimeSpan Left(long since) => Window - time.GetElapsedTime(since);
}
