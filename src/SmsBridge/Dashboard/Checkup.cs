using SmsBridge.Admin;

namespace SmsBridge.Dashboard;

/// <summary>What <c>doctor</c> found, and when. It calls providers, so it is not run again before its findings are a minute old.</summary>
internal sealed record CheckupResult(IReadOnlyList<Diagnosis> Findings, DateTimeOffset At);

internal sealed class Checkup(Doctor doctor, TimeProvider time, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(60);

    private readonly Lock gate = new();
    private Task<CheckupResult>? running;
    private CheckupResult? last;

    /// <summary>Begins a new run where one is due.</summary>
    /// <param name="patience">How long to wait for it.</param>
    /// <returns>The latest findings; null while there are none yet.</returns>
    public async Task<CheckupResult?> Get(TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            return await Run(anew: false).WaitAsync(patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return last;
        }
    }

    /// <summary>Runs the checks now, or waits for those that run.</summary>
    public Task<CheckupResult> GetNew(CancellationToken cancellationToken) => Run(anew: true).WaitAsync(cancellationToken);

    private Task<CheckupResult> Run(bool anew)
    {
        lock (gate)
        {
            var over = running is null or { IsCompleted: true };
            if (over && !anew && last is { } known && time.GetUtcNow() - known.At < Fresh)
            {
                return Task.FromResult(known);
            }

            return over ? running = Examine() : running!;
        }
    }

    private async Task<CheckupResult> Examine()
    {
        var findings = await doctor.Examine(lifetime.ApplicationStopping);
        return last = new CheckupResult(findings, time.GetUtcNow());
    }
}
