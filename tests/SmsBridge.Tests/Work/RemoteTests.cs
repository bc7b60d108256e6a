using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SmsBridge.Work;

namespace SmsBridge.Tests.Work;

public sealed class RemoteTests
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly FakeTimeProvider time = new();
    private int calls;
    private DateTimeOffset calledAt;
    private DateTimeOffset cancelledAt;

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
        var attempt = await Run(Remote(), _ => failure);
        attempt.Failure.ShouldBe(failure);
        calls.ShouldBe(tries);
    }

    [Fact]
    public async Task The_first_success_ends_the_retries()
    {
        var attempt = await Run(Remote(), n => n == 2 ? "done" : Failure("Transient"));
        attempt.Value.ShouldBe("done");
        calls.ShouldBe(2);
    }

    [Fact]
    public async Task The_wait_between_tries_is_what_the_provider_asked_for()
    {
        await Run(Remote(), n => n == 3 ? "done" : Failure("RateLimited", 4));
        (calledAt - time.Start).TotalSeconds.ShouldBe(8, 0.5);
    }

    [Fact]
    public async Task Without_a_word_from_the_provider_retries_are_quick()
    {
        await Run(Remote(), _ => Failure("Transient"));
        (calledAt - time.Start).TotalSeconds.ShouldBeInRange(0.001, 5);
    }

    [Fact]
    public async Task A_try_that_takes_too_long_is_cancelled_and_not_repeated()
    {
        var call = Remote(TimeSpan.FromSeconds(15)).Call(NeverEnds, FailureCategory.UnknownOutcome, TestLease.Term, CancellationToken.None);
        await Drive(call);
        (await call).Failure.ShouldNotBeNull().Category.ShouldBe(FailureCategory.UnknownOutcome);
        calls.ShouldBe(1);
        cancelledAt.ShouldBe(time.Start + TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task A_circuit_opens_after_ten_failures_says_how_long_and_closes_after_a_success()
    {
        var remote = Remote();
        for (var i = 0; i < 10; i++)
        {
            await Run(remote, _ => Failure("UnknownOutcome"));
        }

        calls.ShouldBe(10);
        var open = (await Run(remote, _ => "done")).Failure.ShouldNotBeNull();
        open.Category.ShouldBe(FailureCategory.Transient);
        open.RetryAfter.ShouldNotBeNull().TotalSeconds.ShouldBeInRange(9, 10);
        calls.ShouldBe(10);

        time.Advance(TimeSpan.FromSeconds(10));
        (await Run(remote, _ => "done")).Value.ShouldBe("done");
        (await Run(remote, _ => "done")).Value.ShouldBe("done");
        calls.ShouldBe(12);
    }

    [Theory]
    [InlineData(nameof(FailureCategory.Rejected))]
    [InlineData(nameof(FailureCategory.OptedOut))]
    [InlineData(nameof(FailureCategory.ConversationGone))]
    [InlineData(nameof(FailureCategory.RateLimited))]
    public async Task What_only_one_request_did_wrong_leaves_the_circuit_closed(string category)
    {
        var remote = Remote();
        for (var i = 0; i < 30; i++)
        {
            await Run(remote, _ => Failure(category));
        }

        (await Run(remote, _ => "done")).Value.ShouldBe("done");
        calls.ShouldBe(31);
    }

    [Fact]
    public async Task Refused_credentials_pause_the_provider_until_a_probe_succeeds()
    {
        var remote = Remote();
        await Run(remote, _ => Failure("Credentials"));
        var held = (await Run(remote, _ => "done")).Failure.ShouldNotBeNull();
        held.Category.ShouldBe(FailureCategory.Credentials);
        held.RetryAfter.ShouldNotBeNull().ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(10));
        calls.ShouldBe(1);

        time.Advance(TimeSpan.FromSeconds(10));
        await Run(remote, _ => Failure("Credentials"));
        (await Run(remote, _ => "done")).Failure.ShouldNotBeNull();
        calls.ShouldBe(2);

        time.Advance(TimeSpan.FromSeconds(10));
        (await Run(remote, _ => "done")).Value.ShouldBe("done");
        (await Run(remote, _ => "done")).Value.ShouldBe("done");
        calls.ShouldBe(4);
    }

    [Fact]
    public async Task Once_the_lease_is_over_nobody_is_called_and_nothing_is_held_against_the_remote_side()
    {
        var remote = Remote();
        var term = new LeaseTerm(TimeSpan.FromSeconds(12), time, time.GetTimestamp());
        time.Advance(TimeSpan.FromSeconds(11));

        for (var i = 0; i < 20; i++)
        {
            LeaseTerm.Forbade((await Run(remote, _ => "done", term)).Failure).ShouldBeTrue();
        }

        calls.ShouldBe(0);
        remote.State.Condition.ShouldBe(RemoteCondition.Works);
        (await Run(remote, _ => "done")).Value.ShouldBe("done");
    }

    [Fact]
    public async Task A_lease_that_runs_out_between_two_tries_ends_them()
    {
        var term = new LeaseTerm(TimeSpan.FromSeconds(12), time, time.GetTimestamp());

        var attempt = await Run(
            Remote(),
            _ =>
            {
                time.Advance(TimeSpan.FromSeconds(11));
                return Failure("Transient");
            },
            term
        );

        calls.ShouldBe(1);
        LeaseTerm.Forbade(attempt.Failure).ShouldBeTrue();
    }

    private Remote<string> Remote(TimeSpan? timeout = null) => new("agent 'support'", timeout ?? CallTimeout, time, NullLogger.Instance);

    private static Failure Failure(string category, int? retryAfter = null) =>
        new(Enum.Parse<FailureCategory>(category), "why", RetryAfter: retryAfter is { } s ? TimeSpan.FromSeconds(s) : null);

    private async Task<Attempt<string>> Run(Remote<string> remote, Func<int, Attempt<string>> answer, LeaseTerm? term = null)
    {
        var call = remote.Call(
            _ =>
            {
                calledAt = time.GetUtcNow();
                return ValueTask.FromResult(answer(Interlocked.Increment(ref calls)));
            },
            FailureCategory.UnknownOutcome,
            term,
            CancellationToken.None
        );
        await Drive(call);
        return await call;
    }

    private async ValueTask<Attempt<string>> NeverEnds(CancellationToken token)
    {
        Interlocked.Increment(ref calls);
        await using var cancelled = token.Register(() => cancelledAt = time.GetUtcNow());
        await Task.Delay(Timeout.InfiniteTimeSpan, time, token);
        return "never";
    }

    /// <summary>Moves the clock in small steps until the call has ended; what a timer sets off may run on other threads.</summary>
    private async Task Drive(Task call)
    {
        var until = Stopwatch.StartNew();
        while (!call.IsCompleted && until.Elapsed < Patience)
        {
            time.Advance(Step);
            await Task.WhenAny(call, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System));
        }

        call.IsCompleted.ShouldBeTrue();
    }
}
