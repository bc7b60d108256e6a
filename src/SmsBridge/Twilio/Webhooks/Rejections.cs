using System.Threading.Channels;
using System.Threading.RateLimiting;
using SmsBridge.Hosting;

namespace SmsBridge.Twilio.Webhooks;

/// <summary>
/// Explains refused webhooks to operators, away from the requests: in the log, and in a table that every instance and <c>doctor</c> reads. A flood
/// costs no more than two explanations a second.
/// </summary>
internal sealed class Rejections(SignatureExplainer explainer, RejectionStore store, TimeProvider time, ILogger<TwilioClient> log)
    : BackgroundService
{
    private const int MostWaiting = 20;

    private readonly Channel<RefusedWebhook> waiting = Channel.CreateBounded<RefusedWebhook>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );

    private readonly TokenBucketRateLimiter pace = new(
        new TokenBucketRateLimiterOptions
        {
            TokenLimit = MostWaiting,
            TokensPerPeriod = 2,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }
    );

    private readonly Seldom trouble = new(time);

    private readonly Dictionary<(string, string, string?), Seldom> said = [];

    /// <summary>Does not wait; what is too much is dropped.</summary>
    public void Note(RefusedWebhook webhook)
    {
        using var lease = pace.AttemptAcquire();
        if (lease.IsAcquired)
        {
            waiting.Writer.TryWrite(webhook);
        }
    }

    public override void Dispose()
    {
        pace.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var webhook in waiting.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                var why = explainer.Explain(webhook);
                Say(why);
                await store.Add(why, stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                // Strangers write what is explained here: nothing of it may end the process, or reach the log through an exception's message.
                if (trouble.Now())
                {
                    log.RejectionNotStored(error.GetType().Name);
                }
            }
        }
    }

    /// <summary>Once a minute for each cause; there are not many.</summary>
    private void Say(Explanation why)
    {
        var kind = (why.Cause, why.Route, why.Account);
        if (!said.TryGetValue(kind, out var seldom))
        {
            said[kind] = seldom = new Seldom(time);
        }

        if (seldom.Now())
        {
            if (why.Account is null)
            {
                log.UnknownAccount(why.Route, why.What);
            }
            else
            {
                log.SignatureMismatch(why.Route, why.Account, why.What, why.Remedy);
            }
        }
    }
}
