using Microsoft.Extensions.Time.Testing;
using SmsBridge.Work;

namespace SmsBridge.Tests.Work;

public sealed class AlarmsTests
{
    [Fact]
    public async Task An_alarm_wakes_its_own_loop_once_the_time_is_over_and_not_before()
    {
        var time = new FakeTimeProvider();
        var alarms = new Alarms(time);
        var (rung, others) = (new TaskCompletionSource(), 0);
        alarms.Answer("turn", rung.SetResult);
        alarms.Answer("send", () => others++);

        alarms.Set("turn", TimeSpan.FromSeconds(2));
        time.Advance(TimeSpan.FromSeconds(2));
        rung.Task.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromMilliseconds(10));

        await rung.Task.WaitAsync(TestContext.Current.CancellationToken);
        others.ShouldBe(0);
    }
}
