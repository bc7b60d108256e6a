namespace SmsBridge.Sandbox.Twilio;

/// <summary>Settings of the simulated Twilio.</summary>
internal sealed record TwilioServerOptions
{
    /// <summary>Address to listen on; port 0 picks a free one.</summary>
    public string Listen { get; init; } = "http://127.0.0.1:0";

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public IReadOnlyList<TwilioAccount> Accounts { get; init; } = [TwilioAccount.Default];

    /// <summary>Makes SIDs, reordering and random faults repeatable.</summary>
    public int Seed { get; init; } = 1;

    public CallbackPlan Callbacks { get; init; } = new();

    /// <summary>How many webhooks and callbacks may be on their way at once.</summary>
    public int Concurrency { get; init; } = 256;
}
