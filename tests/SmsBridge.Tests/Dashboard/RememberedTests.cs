using Microsoft.Extensions.Time.Testing;
using SmsBridge.Dashboard;

namespace SmsBridge.Tests.Dashboard;

public sealed class RememberedTests
{
    private readonly FakeTimeProvider time = new();
    private int readings;

    [Fact]
    public async Task All_who_look_within_its_time_share_one_reading()
    {
        using var value = new Remembered<string>(time, TimeSpan.FromSeconds(3), Read);

        var seen = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => value.Get(CancellationToken.None)));
        seen.ShouldAllBe(s => s == "1");
        time.Advance(TimeSpan.FromSeconds(2.9));
        (await value.Get(CancellationToken.None)).ShouldBe("1");
        time.Advance(TimeSpan.FromSeconds(0.2));
        (await value.Get(CancellationToken.None)).ShouldBe("2");
    }

    private async Task<string> Read(CancellationToken cancellationToken)
    {
        await Task.Yield();
        return $"{Interlocked.Increment(ref readings)}";
    }
}
