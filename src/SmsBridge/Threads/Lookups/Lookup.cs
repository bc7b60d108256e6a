using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;
using SmsBridge.Observability;

namespace SmsBridge.Threads.Lookups;

/// <summary>One configured lookup: its client, behind a cache and a breaker.</summary>
internal sealed class Lookup(string name, LookupOptions options, TimeProvider time, BridgeMetrics metrics, ILogger log) : IDisposable
{
    private const int LargestCache = 16 * 1024 * 1024;

    /// <summary>What an answer costs besides its bytes, roughly.</summary>
    private const int EntryBytes = 512;

    private readonly LookupClient client = new(options, time);
    private readonly LookupBreaker breaker = new(time);
    private readonly MemoryCache answers = new(new MemoryCacheOptions { SizeLimit = LargestCache });

    private int generation;

    /// <summary>Who asks the same at the same time shares one call.</summary>
    private readonly ConcurrentDictionary<LookupQuestion, Lazy<Task<LookupAnswer>>> calls = new();

    public async Task<LookupAnswer> Find(LookupQuestion question, CancellationToken cancellationToken)
    {
        if (answers.TryGetValue(question, out LookupAnswer? known))
        {
            metrics.LookedUp(name, "cached");
            return known!;
        }

        // No single turn's end may take the call away from the others that wait for it.
        var call = calls.GetOrAdd(question, q => new Lazy<Task<LookupAnswer>>(() => Ask(q)));
        return await call.Value.WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        client.Dispose();
        answers.Dispose();
    }

    /// <summary>A customer was erased: nothing that was answered, or is being answered, is remembered.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref generation);
        answers.Clear();
    }

    private async Task<LookupAnswer> Ask(LookupQuestion question)
    {
        var asked = Volatile.Read(ref generation);
        try
        {
            if (!breaker.LetsThrough())
            {
                metrics.LookedUp(name, "skipped");
                return LookupAnswer.Nothing;
            }

            var answer = await client.Ask(question);
            if (answer.Fault is { } fault)
            {
                Failed(question, fault);
            }
            else
            {
                Answered(question, answer, asked);
            }

            return answer;
        }
        finally
        {
            calls.TryRemove(question, out _);
        }
    }

    private void Answered(LookupQuestion question, LookupAnswer answer, int asked)
    {
        metrics.LookedUp(name, answer.Attributes.Count > 0 ? "found" : "nothing");
        if (breaker.Answered())
        {
            log.LookupResumed(name);
        }

        if (options.CacheFor > TimeSpan.Zero && asked == Volatile.Read(ref generation))
        {
            var entry = new MemoryCacheEntryOptions
            {
                AbsoluteExpirationRelativeToNow = options.CacheFor,
                Size = EntryBytes + answer.Bytes,
            };
            answers.Set(question, answer, entry);
        }
    }

    private void Failed(LookupQuestion question, string fault)
    {
        metrics.LookedUp(name, "failed");
        log.LookupFailed(name, Mask.Address(question.Customer), fault);
        if (breaker.Failed())
        {
            log.LookupPaused(name, LookupBreaker.Pause);
        }
    }
}
