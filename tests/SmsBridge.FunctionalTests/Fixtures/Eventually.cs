namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>Waiting for what shows itself only by looking: every 20 ms, until it is there or a time is over.</summary>
internal static class Eventually
{
    /// <summary>Generous, because a busy machine must not fail a test; a passing test waits only as long as it has to.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    /// <param name="what">What was waited for, for the message.</param>
    /// <exception cref="TimeoutException">It did not come true.</exception>
    public static async Task Holds(Func<Task<bool>> look, string what, TimeSpan? within = null)
    {
        var limit = within ?? Patience;
        var began = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(LookEvery);
        while (!await look())
        {
            if (TimeProvider.System.GetElapsedTime(began) > limit)
            {
                throw new TimeoutException($"After {limit.TotalSeconds} s still not: {what}");
            }

            await timer.WaitForNextTickAsync();
        }
    }

    public static Task Holds(Func<bool> look, string what, TimeSpan? within = null) => Holds(() => Task.FromResult(look()), what, within);
}
