namespace SmsBridge.Sandbox.Wire;

/// <summary>A request that met a fault, for tests that count attempts.</summary>
/// <param name="Operation">create, respond, close, fetch, list, …</param>
/// <param name="Key">The customer's address (Twilio) or the conversation id (Chat API; the customer's address on create).</param>
/// <param name="Timestamp">Monotonic, from <see cref="TimeProvider.GetTimestamp"/>.</param>
internal sealed record FaultedCall(string Operation, string Key, Fault Fault, long Timestamp);

/// <summary>Which faults a server shows next; queued ones first, in order, then the always-on ones.</summary>
internal sealed class FaultPlan(TimeProvider time, int seed)
{
    private readonly Lock gate = new();
    private readonly Random random = new(seed);
    private readonly List<Rule> rules = [];
    private volatile bool active;

    /// <summary>Every request that met a fault, by key.</summary>
    public Journal<FaultedCall> Applied { get; } = new(time, call => call.Key);

    /// <summary>The next <paramref name="count"/> matching requests meet the fault; null conditions match everything.</summary>
    public void Next(int count, Fault fault, string? operation = null, string? key = null) =>
        Add(new Rule(fault, operation, key, 1) { Left = count });

    /// <summary>Each matching request meets the fault with the given probability (1: always), until cleared.</summary>
    public void Rate(double probability, Fault fault, string? operation = null, string? key = null) =>
        Add(new Rule(fault, operation, key, probability));

    public void Clear()
    {
        lock (gate)
        {
            rules.Clear();
            active = false;
        }
    }

    /// <summary>The fault that this request meets, or null. Costs one volatile read when no fault is planned.</summary>
    /// <param name="customer">A second key that a condition may name, when the first is not the customer already.</param>
    public Fault? Take(string operation, string key, string? customer = null)
    {
        if (!active)
            return null;
        Fault? fault;
        lock (gate)
            fault = Find(operation, key, customer);
        if (fault is not null)
            Applied.Add(new FaultedCall(operation, key, fault, time.GetTimestamp()));
        return fault;
    }

    private Fault? Find(string operation, string key, string? customer)
    {
        var rule = rules.Find(r => r.Left is not null && r.Matches(operation, key, customer));
        rule ??= rules.Find(r => r.Left is null && r.Matches(operation, key, customer) && random.NextDouble() < r.Probability);
        if (rule?.Left is not null && --rule.Left == 0)
        {
            rules.Remove(rule);
            active = rules.Count > 0;
        }
        return rule?.Fault;
    }

    private void Add(Rule rule)
    {
        if (rule.Left <= 0)
            return;
        lock (gate)
        {
            rules.Add(rule);
            active = true;
        }
    }

    private sealed record Rule(Fault Fault, string? Operation, string? Key, double Probability)
    {
        public int? Left { get; set; }

        public bool Matches(string operation, string key, string? customer) =>
            (Operation is null || Operation == operation) && (Key is null || Key == key || Key == customer);
    }
}
