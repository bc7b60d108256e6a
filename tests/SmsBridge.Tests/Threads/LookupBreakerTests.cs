using Microsoft.Extensions.Time.Testing;
using SmsBridge.Threads.Lookups;

namespace SmsBridge.Tests.Threads;

public sealed class LookupBreakerTests
{
    private readonly FakeTimeProvider time = new();
    private readonly LookupBreaker breaker;

    public LookupBreakerTests() => breaker = new LookupBreaker(time);

    [Fact]
    public void Three_failures_in_a_row_pause_the_lookup_however_long_they_are_apart()
    {
        foreach (var pauses in (bool[])[false, false, true])
        {
            breaker.LetsThrough().ShouldBeTrue();
            breaker.Failed().ShouldBe(pauses);
            time.Advance(TimeSpan.FromSeconds(29));
        }

        breaker.LetsThrough().ShouldBeFalse();
    }

    [Fact]
    public void An_answer_in_between_starts_the_count_again()
    {
        for (var i = 0; i < 10; i++)
        {
            breaker.Failed().ShouldBeFalse();
            breaker.Failed().ShouldBeFalse();
            breaker.Answered().ShouldBeFalse();
        }

        breaker.LetsThrough().ShouldBeTrue();
    }

    [Fact]
    public void After_each_pause_one_call_goes_through_and_an_answer_ends_the_pause()
    {
        Pause();
        time.Advance(LookupBreaker.Pause);
        breaker.LetsThrough().ShouldBeTrue();
        breaker.LetsThrough().ShouldBeFalse();
        breaker.Failed().ShouldBeFalse("it was paused already");
        breaker.LetsThrough().ShouldBeFalse();

        time.Advance(LookupBreaker.Pause);
        breaker.LetsThrough().ShouldBeTrue();
        breaker.Answered().ShouldBeTrue();
        breaker.LetsThrough().ShouldBeTrue();
        breaker.LetsThrough().ShouldBeTrue();
    }

    private void Pause()
    {
        breaker.Failed();
        breaker.Failed();
        breaker.Failed().ShouldBeTrue();
    }
}
