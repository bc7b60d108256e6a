using System.Collections.Concurrent;
using System.Diagnostics;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.Bench;

/// <summary>A text as its handset sent it.</summary>
/// <param name="SentAt">Monotonic, like all times of the sandbox.</param>
internal sealed record SentText(string Customer, string Body, long SentAt, TimeSpan AcceptTime, int Status);

/// <summary>Handsets that text. Every text is unique, so that its answer can be told.</summary>
internal sealed class Load(TwilioServer twilio, int firstText = 0)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private int next = firstText;

    public ConcurrentQueue<SentText> Sent { get; } = new();

    public static string Customer(int index) => $"+1415{5600000 + index}";

    /// <summary>Open loop: texts leave at the given rate, whatever the bridge does.</summary>
    public async Task AtRate(int perSecond, TimeSpan duration, int customers)
    {
        var began = Stopwatch.GetTimestamp();
        var total = (int)(perSecond * duration.TotalSeconds);
        var under = new List<Task>(total);
        for (var i = 0; i < total; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / perSecond) - Stopwatch.GetElapsedTime(began);
            if (due > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(due, CancellationToken.None);
            }

            under.Add(Text(Customer(i % customers)));
        }

        await Task.WhenAll(under);
    }

    /// <summary>Closed loop: each customer texts again as soon as the answer has come. Returns how many turns were made.</summary>
    public async Task<int> BackToBack(int customers, TimeSpan duration, int firstCustomer = 0)
    {
        var began = Stopwatch.GetTimestamp();
        var turns = 0;
        await Task.WhenAll(Enumerable.Range(firstCustomer, customers).Select(i => Task.Run(() => Talk(Customer(i)))));
        return turns;

        async Task Talk(string customer)
        {
            var seen = twilio.Sent.Of(customer).Count;
            while (Stopwatch.GetElapsedTime(began) < duration)
            {
                await Text(customer);
                await twilio.Sent.WaitForCount(customer, ++seen, Patience);
                Interlocked.Increment(ref turns);
            }
        }
    }

    public async Task Text(string customer, InboundOptions? options = null)
    {
        var body = $"text {Interlocked.Increment(ref next)}";
        var sentAt = Stopwatch.GetTimestamp();
        var delivery = await twilio.Text(customer, Rig.Number, body, options);
        var accepted = delivery.All.FirstOrDefault(a => a.Status is >= 200 and < 300);
        Sent.Enqueue(new SentText(customer, body, sentAt, (accepted ?? delivery.All[0]).Elapsed, (accepted ?? delivery.All[0]).Status));
    }
}
