using SmsBridge.Sandbox.Wire;

namespace SmsBridge.Sandbox.Twilio;

/// <summary>The message log of all accounts, in order of arrival.</summary>
internal sealed class MessageStore(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly List<SmsMessage> all = [];
    private readonly Dictionary<UInt128, SmsMessage> bySid = [];
    private Action<SmsMessage>? watchers;

    /// <summary>What was created through the REST API, by customer.</summary>
    public Journal<SmsMessage> Sent { get; } = new(time, message => message.To);

    /// <summary>What customers texted, by customer.</summary>
    public Journal<SmsMessage> Received { get; } = new(time, message => message.From);

    /// <summary>Twilio's own keyword replies and replies by TwiML, by customer.</summary>
    public Journal<SmsMessage> Replies { get; } = new(time, message => message.To);

    /// <summary>Calls back when a message is added or its state moves, on the changing thread; keep it short.</summary>
    public void Watch(Action<SmsMessage> watcher)
    {
        lock (gate)
            watchers += watcher;
    }

    public void Unwatch(Action<SmsMessage> watcher)
    {
        lock (gate)
            watchers -= watcher;
    }

    /// <summary>Adds a message; false when its SID is in the log already.</summary>
    public bool Add(SmsMessage message)
    {
        lock (gate)
        {
            if (!bySid.TryAdd(message.Id, message))
                return false;
            message.Sequence = all.Count;
            all.Add(message);
        }
        var journal = message.Direction switch
        {
            MessageDirection.Inbound => Received,
            MessageDirection.OutboundApi => Sent,
            _ => Replies,
        };
        journal.Add(message);
        watchers?.Invoke(message);
        return true;
    }

    public SmsMessage? Find(string sid)
    {
        if (!SmsMessage.TryParseSid(sid, out var id))
            return null;
        lock (gate)
            return bySid.GetValueOrDefault(id) is { Deleted: false } message ? message : null;
    }

    /// <summary>Moves a message to a state; false (and nothing changes) when it is in a final one already.</summary>
    public bool Move(SmsMessage message, MessageStatus status, int? errorCode = null)
    {
        lock (message)
        {
            if (message.Status.IsFinal() || message.Deleted)
                return false;
            message.Status = status;
            message.ErrorCode = errorCode;
            message.UpdatedAt = time.GetUtcNow();
            if (status >= MessageStatus.Sent && status != MessageStatus.Canceled)
                message.SentAt ??= message.UpdatedAt;
        }
        watchers?.Invoke(message);
        return true;
    }

    public void Touch(SmsMessage message) => watchers?.Invoke(message);

    /// <summary>Both sides of the texts between a customer and one number, oldest first.</summary>
    public IEnumerable<SmsMessage> Between(string customer, string number) =>
        Received
            .Of(customer)
            .Where(m => m.To == number)
            .Concat(Sent.Of(customer).Concat(Replies.Of(customer)).Where(m => m.From == number))
            .OrderBy(m => m.Sequence);

    /// <summary>
    /// At most <paramref name="atMost"/> messages below a position, newest first. Knowing the customer (To of what was sent) keeps
    /// the look-up short when the log is long.
    /// </summary>
    public List<SmsMessage> NewestFirst(int below, int atMost, string? to, Func<SmsMessage, bool> match)
    {
        if (to is not null && Sent.Of(to) is { Count: > 0 } sent)
        {
            var toThem = sent.Concat(Replies.Of(to)).OrderByDescending(m => m.Sequence);
            return [.. toThem.Where(m => m.Sequence < below && match(m)).Take(atMost)];
        }
        var found = new List<SmsMessage>();
        lock (gate)
        {
            for (var i = Math.Min(below, all.Count) - 1; i >= 0 && found.Count < atMost; i--)
            {
                if (match(all[i]))
                    found.Add(all[i]);
            }
        }
        return found;
    }
}
