using System.Runtime.InteropServices;

namespace SmsBridge.Sandbox.Up;

/// <summary>Ctrl+C or SIGTERM as a token: the first asks for an orderly end, a later one ends the process at once.</summary>
internal sealed class StopSignal : IDisposable
{
    // Some senders signal both the process and its group, timeout(1) for one: that is still the first time.
    private static readonly TimeSpan SameSignal = TimeSpan.FromSeconds(1);

    private long _firstAt;
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    public StopSignal()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }

    private void End(PosixSignalContext signal)
    {
        var first = Interlocked.CompareExchange(ref _firstAt, TimeProvider.System.GetTimestamp(), 0);
        signal.Cancel = first == 0 || TimeProvider.System.GetElapsedTime(first) < SameSignal;
        _source.Cancel();
    }
}
