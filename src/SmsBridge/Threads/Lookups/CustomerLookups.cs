using System.Text.Json;
using Microsoft.Extensions.Options;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Observability;

namespace SmsBridge.Threads.Lookups;

/// <summary>The configured lookups by name.</summary>
internal sealed class CustomerLookups : IDisposable
{
    private static readonly Dictionary<string, JsonElement> Nothing = [];

    private readonly LookupsOptions options;
    private readonly Dictionary<string, Lookup> lookups = new(StringComparer.Ordinal);
    private readonly ILogger<Lookup> log;

    public CustomerLookups(IOptions<LookupsOptions> options, TimeProvider time, BridgeMetrics metrics, ILogger<Lookup> log)
    {
        (this.options, this.log) = (options.Value, log);
        foreach (var (name, lookup) in options.Value)
        {
            lookups.Add(name, new Lookup(name, lookup, time, metrics, log));
        }
    }

    /// <summary>What the number's lookup knows of the customer: nothing where it has none, and where it fails, however it does.</summary>
    public async Task<IReadOnlyDictionary<string, JsonElement>> Find(
        NumberDocument number,
        ThreadContext thread,
        WaitingText first,
        CancellationToken cancellationToken
    )
    {
        if (number.Lookup is null)
        {
            return Nothing;
        }

        if (!lookups.TryGetValue(number.Lookup, out var lookup))
        {
            log.LookupFailed(number.Lookup, Mask.Address(thread.Customer), "it is not configured under Lookups");
            return Nothing;
        }

        var text = options[number.Lookup].IncludeText ? first.Text : null;
        var question = new LookupQuestion(thread.Number, thread.Customer, thread.Channel, thread.Id, text);
        return (await lookup.Find(question, cancellationToken)).Attributes;
    }

    /// <summary>Empties the caches.</summary>
    public void Forget()
    {
        foreach (var lookup in lookups.Values)
        {
            lookup.Forget();
        }
    }

    public void Dispose()
    {
        foreach (var lookup in lookups.Values)
        {
            lookup.Dispose();
        }
    }
}
