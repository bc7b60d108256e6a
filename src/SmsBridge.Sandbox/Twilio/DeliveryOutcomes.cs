namespace SmsBridge.Sandbox.Twilio;

/// <summary>Which messages end as <c>failed</c> or <c>undelivered</c> instead of <c>delivered</c>, and with which error code.</summary>
internal sealed class DeliveryOutcomes
{
    private readonly Lock gate = new();
    private readonly List<(string? To, MessageStatus Status, int? Code, int Left)> planned = [];

    /// <summary>The next <paramref name="count"/> messages (to a customer, or to anyone) end this way; for example Undelivered 30003.</summary>
    public void Next(int count, MessageStatus status, int? errorCode, string? to = null)
    {
        lock (gate)
            planned.Add((to, status, errorCode, count));
    }

    public (MessageStatus Status, int? Code) Take(string to)
    {
        lock (gate)
        {
            var index = planned.FindIndex(p => p.To is null || p.To == to);
            if (index < 0)
                return (MessageStatus.Delivered, null);
            var (_, status, code, left) = planned[index];
            if (left <= 1)
                planned.RemoveAt(index);
            else
                planned[index] = planned[index] with { Left = left - 1 };
            return (status, code);
        }
    }

    public void Clear()
    {
        lock (gate)
            planned.Clear();
    }
}
