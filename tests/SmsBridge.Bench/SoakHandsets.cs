using System.Collections.Concurrent;
using System.Diagnostics;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.Bench;

/// <summary>A text as its handset sent it.</summary>
/// <param name="SentAt">Monotonic, when the first webhook left.</param>
/// <param name="TakenAt">Monotonic, when an instance acknowledged it.</param>
/// <param name="TakenTime">The same moment by the wall clock, which the database on this machine shares.</param>
/// <param name="TakenBy">Slots of the instances that acknowledged it; none: it counts as never sent, and must not be doubled.</param>
/// <param name="ToldTo">Slots of the instances that were told of it, sooner or later.</param>
internal sealed record SoakText(
    string Customer,
    string Sid,
    string Body,
    long SentAt,
    long TakenAt,
    DateTime TakenTime,
    int[] TakenBy,
    int[] ToldTo
)
{
    public bool IsTaken => TakenBy.Length > 0;
}

/// <summary>
/// Handsets that text at a steady rate, each text unique. A webhook goes to one instance at random and, as with Twilio's fallback URL, to
/// another one when the first does not take it. Some arrive twice, some at two instances at once, some before the answer to the one before.
/// </summary>
internal sealed class SoakHandsets(Rig rig, SoakPlan plan)
{
    /// <summary>The agent hands over when it reads this.</summary>
    public const string HandoffWord = "human";

    private readonly Random random = new(plan.Seed + 1);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> handsets = new(StringComparer.Ordinal);

    public ConcurrentQueue<SoakText> Sent { get; } = new();

    /// <summary>Answers with 4xx: nothing here deserves one.</summary>
    public ConcurrentQueue<string> Refusals { get; } = new();

    private int repeated;

    /// <summary>Webhooks that told of a text once more.</summary>
    public int Repeated => repeated;

    public async Task Run()
    {
        var began = Stopwatch.GetTimestamp();
        var under = new List<Task>(plan.Texts);
        var customer = Load.Customer(0);
        for (var i = 0; i < plan.Texts; i++)
        {
            var due = (plan.Duration * ((double)i / plan.Texts)) - Stopwatch.GetElapsedTime(began);
            if (due > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(due, CancellationToken.None);
            }

            // Every fifth text comes from whoever texted just before.
            customer = i > 0 && random.NextDouble() < 0.2 ? customer : Load.Customer(random.Next(plan.Customers));
            under.Add(Text(customer, NextText(i)));
        }

        await Task.WhenAll(under);
    }

    private Wish NextText(int index)
    {
        var sid = $"SM{random.NextInt64():x16}{random.NextInt64():x16}";
        var word = random.NextDouble() < 0.03 ? $" {HandoffWord}" : "";
        return new Wish(
            sid,
            $"soak {index}{word}.",
            random.Next(plan.Instances),
            AtOnce: random.NextDouble() < 0.05,
            AgainAfter: random.NextDouble() < 0.1 ? TimeSpan.FromSeconds(random.NextDouble() * 8) : null,
            AgainTo: random.Next(plan.Instances),
            // A handset does not send a text before the one ahead of it has left; a network at times delivers them so.
            Hasty: random.NextDouble() < 0.02
        );
    }

    private async Task Text(string customer, Wish wish)
    {
        var handset = handsets.GetOrAdd(customer, _ => new SemaphoreSlim(1));
        if (!wish.Hasty)
        {
            await handset.WaitAsync();
        }

        try
        {
            await Deliver(customer, wish);
        }
        finally
        {
            if (!wish.Hasty)
            {
                handset.Release();
            }
        }

        if (wish.AgainAfter is { } later)
        {
            await Task.Delay(later, CancellationToken.None);
            await Post(customer, wish, [wish.AgainTo]);
            Interlocked.Increment(ref repeated);
        }
    }

    private async Task Deliver(string customer, Wish wish)
    {
        var sentAt = Stopwatch.GetTimestamp();
        var everywhere = Enumerable.Range(0, plan.Instances).Select(i => (wish.Slot + i) % plan.Instances).ToArray();
        var (taken, told) = (Array.Empty<int>(), wish.AgainAfter is null ? new List<int>() : [wish.AgainTo]);
        if (wish.AtOnce)
        {
            Interlocked.Increment(ref repeated);
            taken = await Post(customer, wish, everywhere);
            told.AddRange(everywhere);
        }

        foreach (var slot in everywhere)
        {
            if (taken.Length == 0)
            {
                taken = await Post(customer, wish, [slot]);
                told.Add(slot);
            }
        }

        Sent.Enqueue(
            new SoakText(customer, wish.Sid, wish.Body, sentAt, Stopwatch.GetTimestamp(), DateTime.UtcNow, taken, [.. told.Distinct()])
        );
    }

    /// <returns>The slots that acknowledged it.</returns>
    private async Task<int[]> Post(string customer, Wish wish, int[] slots)
    {
        var delivery = await rig.Twilio.Text(
            customer,
            Rig.Number,
            wish.Body,
            new InboundOptions
            {
                MessageSid = wish.Sid,
                Urls = [.. slots.Select(s => rig.Instances[s].PublicUrl + "/twilio/inbound")],
                Parallel = slots.Length > 1,
            }
        );
        foreach (var answer in delivery.All.Where(a => a.Status is >= 400 and < 500))
        {
            Refusals.Enqueue($"{wish.Body} was refused with {answer.Status}: {answer.Body}");
        }

        return [.. slots.Where((_, i) => delivery.All[i].Status is >= 200 and < 300)];
    }

    private sealed record Wish(string Sid, string Body, int Slot, bool AtOnce, TimeSpan? AgainAfter, int AgainTo, bool Hasty);
}
