namespace SmsBridge.Sandbox.Wire;

/// <summary>Endless distinct 128-bit ids, the same ones for the same seed (SplitMix64 over a counter, so no two collide).</summary>
internal sealed class SidSource(int seed)
{
    private long counter;

    public UInt128 Next()
    {
        var n = (ulong)Interlocked.Increment(ref counter);
        return new UInt128(Mix((ulong)(uint)seed + n * 0x9E3779B97F4A7C15), Mix(n ^ ((ulong)(uint)seed << 32)));
    }

    public string Next(string prefix) => $"{prefix}{Next():x32}";

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
