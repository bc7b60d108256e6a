using Polly.CircuitBreaker;
using Polly.Timeout;
using SmsBridge.Work;

namespace SmsBridge.Tests.Work;

public sealed class CallPipelineTests
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromMinutes(1);

    private readonly ManualTime time = new();
    private int calls;

    [Theory]
    [InlineData(nameof(FailureCategory.Transient), null, 3)]
    [InlineData(nameof(FailureCategory.Transient), 5, 3)]
    [InlineData(nameof(FailureCategory.Transient), 6, 1)]
    [InlineData(nameof(FailureCategory.RateLimited), 5, 3)]
    [InlineData(nameof(FailureCategory.RateLimited), 6, 1)]
    [InlineData(nameof(FailureCategory.RateLimited), null, 1)]
    [InlineData(nameof(FailureCategory.UnknownOutcome), null, 1)]
    [InlineData(nameof(FailureCategory.ConversationGone), null, 1)]
    [InlineData(nameof(FailureCategory.Credentials), null, 1)]
    [InlineData(nameof(FailureCategory.Rejected), null, 1)]
    [InlineData(nameof(FailureCategory.OptedOut), null, 1)]
    public async Task Only_what_was_not_done_and_may_soon_be_is_tried_three_times(string category, int? retryAfter, int tries)
    {
        var failure = Failure(category, retryAfter);
        var attempt = await Run(CallPipeline.For<string>(CallTimeout, time), _ => failure);
        attempt.Failure.ShouldBe(failure);
        calls.ShouldBe(tries);
    }

    [Fact]
    public async Task The_first_success_ends_the_retries()
    {
        var attempt = await Run(CallPipeline.For<string>(CallTimeout, time), n => n == 2 ? "done" : Failure("Transient"));
        attempt.Value.ShouldBe("done");
        calls.ShouldBe(2);
    }

    [Fact]
    public async Task The_wait_between_tries_is_what_the_provider_asked_for()
    {
        await Run(CallPipeline.For<string>(CallTimeout, time), n => n == 3 ? "done" : Failure("RateLimited", 4));
        (time.GetUtcNow() - time.Start).TotalSeconds.ShouldBe(8, 0.01);
    }

    [Fact]
    public async Task Without_a_word_from_the_provider_retries_are_quick()
    {
        await Run(CallPipeline.For<string>(CallTimeout, time), _ => Failure("Transient"));
        (time.GetUtcNow() - time.Start).TotalSeconds.ShouldBeInRange(0.001, 5);
    }

    [Fact]
    public async Task A_try_that_takes_too_long_is_cancelled_and_not_repeated()
    {
        var pipeline = CallPipeline.For<string>(TimeSpan.FromSeconds(15), time);
        var call = pipeline.ExecuteAsync(NeverEnds, CancellationToken.None).AsTask();
        await Drive(call);
        await Should.ThrowAsync<TimeoutRejectedException>(() => call);
        calls.ShouldBe(1);
        (time.GetUtcNow() - time.Start).ShouldBe(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task A_circuit_opens_after_ten_failures_says_how_long_and_closes_after_a_success()
    {
        var pipeline = CallPipeline.For<string>(CallTimeout, time);
        for (var i = 0; i < 10; i++)
        {
            await Run(pipeline, _ => Failure("UnknownOutcome"));
        }

        calls.ShouldBe(10);
        var open = await Should.ThrowAsync<BrokenCircuitException>(() => Run(pipeline, _ => "done"));
        open.RetryAfter.ShouldNotBeNull().TotalSeconds.ShouldBeInRange(9, 10);
        calls.ShouldBe(10);

        time.Advance(TimeSpan.FromSeconds(10));
        (await Run(pipeline, _ => "done")).Value.ShouldBe("done");
        (await Run(pipeline, _ => "done")).Value.ShouldBe("done");
        calls.ShouldBe(12);
    }

    [Theory]
    [InlineData(nameof(FailureCategory.Rejected))]
    [InlineData(nameof(FailureCategory.Credentials))]
    [InlineData(nameof(FailureCategory.OptedOut))]
    [InlineData(nameof(FailureCategory.ConversationGone))]
    [InlineData(nameof(FailureCategory.RateLimited))]
    public async Task What_only_one_request_did_wrong_leaves_the_circuit_closed(string category)
    {
        var pipeline = CallPipeline.For<string>(CallTimeout, time);
        for (var i = 0; i < 30; i++)
        {
            await Run(pipeline, _ => Failure(category));
        }

        (await Run(pipeline, _ => "done")).Value.ShouldBe("done");
        calls.ShouldBe(31);
    }

    private static Failure Failure(string category, int? retryAfter = null) =>
        new(Enum.Parse<FailureCategory>(category), "why", RetryAfter: retryAfter is { } s ? TimeSpan.FromSeconds(s) : null);

    private async Task<Attempt<string>> Run(Polly.ResiliencePipeline<Attempt<string>> pipeline, Func<int, Attempt<string>> answer)
    {
        var call = pipeline
            .ExecuteAsync(_ => ValueTask.FromResult(answer(Interlocked.Increment(ref calls))), CancellationToken.None)
            .AsTask();
        await Drive(call);
        return await call;
    }

    private async ValueTask<Attempt<string>> NeverEnds(CancellationToken token)
    {
        Interlocked.Increment(ref calls);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, token);
        return "never";
    }

    /// <summary>Moves the clock to the next timer until the call has ended.</summary>
    private async Task Drive(Task call)
    {
        for (var i = 0; i < 100_000 && !call.IsCompleted; i++)
        {
            if (time.Next is { } next)
            {
                time.Advance(next);
            }

            await Task.Yield();
        }

        call.IsCompleted.ShouldBeTrue();
    }
}
