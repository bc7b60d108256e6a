namespace SmsBridge.Sandbox.Twilio;

/// <summary>Moves created messages through their states and posts the signed status callbacks.</summary>
internal sealed class StatusCallbacks(MessageStore store, NumberDirectory numbers, WebhookClient webhooks, TimeProvider time, int seed)
{
    private readonly Lock gate = new();
    private readonly Random random = new(seed);
    private TaskCompletionSource settled = Completed();
    private int underWay;
    private long posted;
    private long refused;

    /// <summary>Replace it at any time; messages created later follow the new plan.</summary>
    public CallbackPlan Plan { get; set; } = new();

    public DeliveryOutcomes Outcomes { get; } = new();

    /// <summary>Callbacks posted so far.</summary>
    public long Posted => Interlocked.Read(ref posted);

    /// <summary>Callbacks not answered with 2xx.</summary>
    public long Refused => Interlocked.Read(ref refused);

    /// <summary>Waits until every message created so far has reached its last state and every callback was answered.</summary>
    public Task Settled(TimeSpan timeout)
    {
        lock (gate)
            return settled.Task.WaitAsync(timeout, time);
    }

    /// <summary>Runs one message's life to its end, under the plan of the moment it was created.</summary>
    public async Task Run(SmsMessage message, DateTimeOffset? sendAt)
    {
        Enter();
        try
        {
            await Live(message, Plan, sendAt);
        }
        finally
        {
            Leave();
        }
    }

    private async Task Live(SmsMessage message, CallbackPlan plan, DateTimeOffset? sendAt)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (sendAt is { } due && due > time.GetUtcNow())
            await Wait(due - time.GetUtcNow());
        var (last, code) = Outcomes.Take(message.To);
        var callbacks = new List<(MessageStatus, int?)>(4);
        var reversed = Chance(plan.ReorderRate);
        foreach (var status in States(message, plan, last))
        {
            await Wait(status is MessageStatus.Delivered or MessageStatus.Undelivered ? plan.DeliveredAfter : plan.SentAfter / 2);
            if (message.From.Length == 0 && message.MessagingServiceSid is { } service)
                message.From = numbers.SenderOf(service)?.Number ?? "";
            if (!store.Move(message, status, status == last ? code : null))
                return;
            if (reversed)
                callbacks.Insert(0, (status, status == last ? code : null));
            else if (Told(status, message, plan))
                await Post(message, status, status == last ? code : null, plan);
        }
        foreach (var (status, error) in callbacks.Where(c => Told(c.Item1, message, plan)))
            await Post(message, status, error, plan);
    }

    private static IEnumerable<MessageStatus> States(SmsMessage message, CallbackPlan plan, MessageStatus last)
    {
        if (message.Status is MessageStatus.Accepted or MessageStatus.Scheduled)
            yield return MessageStatus.Queued;
        yield return MessageStatus.Sending;
        if (last is not MessageStatus.Failed)
            yield return MessageStatus.Sent;
        if (last is not MessageStatus.Sent)
            yield return last;
    }

    private static bool Told(MessageStatus status, SmsMessage message, CallbackPlan plan) =>
        plan.Mode is not CallbackMode.Off && message.StatusCallback is not null && (status is not MessageStatus.Sending || plan.Sending);

    private async Task Post(SmsMessage message, MessageStatus status, int? errorCode, CallbackPlan plan)
    {
        var fields = new List<KeyValuePair<string, string>>
        {
            new("SmsSid", message.Sid),
            new("SmsStatus", status.Word()),
            new("MessageStatus", status.Word()),
            new("To", message.To),
            new("MessageSid", message.Sid),
            new("AccountSid", message.Account.Sid),
            new("From", message.From),
            new("ApiVersion", "2010-04-01"),
        };
        if (message.MessagingServiceSid is { } service)
            fields.Add(new("MessagingServiceSid", service));
        if (errorCode is { } code)
            fields.Add(new("ErrorCode", $"{code}"));
        if (status is MessageStatus.Delivered or MessageStatus.Undelivered)
            fields.Add(new("RawDlrDoneDate", time.GetUtcNow().ToString("yyMMddHHmm")));
        var times = Chance(plan.DuplicateRate) ? 2 : 1;
        for (var i = 0; i < times; i++)
        {
            var answer = await webhooks.Send(message.StatusCallback!, "POST", fields, message.Account.PrimaryToken);
            message.WebhookStatus = answer.Status == 0 ? SmsMessage.NoAnswer : (short)answer.Status;
            Interlocked.Increment(ref posted);
            if (answer.Status is < 200 or > 299)
                Interlocked.Increment(ref refused);
        }
    }

    private Task Wait(TimeSpan delay) => delay > TimeSpan.Zero ? Task.Delay(delay, time) : Task.CompletedTask;

    private bool Chance(double probability)
    {
        if (probability <= 0)
            return false;
        lock (gate)
            return random.NextDouble() < probability;
    }

    private void Enter()
    {
        lock (gate)
        {
            if (underWay++ == 0)
                settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private void Leave()
    {
        lock (gate)
        {
            if (--underWay == 0)
                settled.SetResult();
        }
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }
}
