using Microsoft.Extensions.Options;

namespace SmsBridge.Handoff;

/// <summary>The section <c>Handoff</c>: where handoffs go.</summary>
internal sealed class HandoffOptions
{
    public string DefaultQueue { get; set; } = QueuesOptions.Default;

    /// <summary>The queue of each destination that agents name.</summary>
    public Dictionary<string, string> Destinations { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Sent once when the agent hands over without saying anything; empty: nothing is sent.</summary>
    public string DefaultText { get; set; } = "One moment please, we are connecting you with a member of our team.";

    /// <summary>A destination's queue; else the number's; else the default.</summary>
    public string QueueFor(string? destination, string? numberQueue) =>
        destination is not null && Destinations.TryGetValue(destination, out var queue) ? queue : numberQueue ?? DefaultQueue;
}

/// <summary>The section <c>Queues</c>: targets for handoff events by name.</summary>
internal sealed class QueuesOptions : Dictionary<string, QueueOptions>
{
    /// <summary>There even when the settings name no queue.</summary>
    public const string Default = "desk";
}

internal sealed class QueueOptions
{
    public string Type { get; set; } = "";
}

/// <summary>A word for <c>Queues:{name}:Type</c>, known without making the queue, which needs valid settings.</summary>
internal sealed record QueueKind(string Type);

internal sealed class QueuesOptionsValidator(IEnumerable<QueueKind> kinds) : IValidateOptions<QueuesOptions>
{
    public ValidateOptionsResult Validate(string? name, QueuesOptions options)
    {
        var known = kinds.Select(k => k.Type).Order().ToList();
        var errors = options
            .Where(q => !known.Contains(q.Value.Type))
            .Select(q => $"Queues:{q.Key}:Type is '{q.Value.Type}'. Known types: {string.Join(", ", known)}.")
            .ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}

internal sealed class HandoffOptionsValidator(IConfiguration configuration) : IValidateOptions<HandoffOptions>
{
    public ValidateOptionsResult Validate(string? name, HandoffOptions options)
    {
        // Not from the options, whose own mistakes would hide these.
        var queues = configuration.GetSection("Queues").GetChildren().Select(q => q.Key).Union([QueuesOptions.Default]).Order().ToList();
        var known = string.Join(", ", queues);
        var errors = options
            .Destinations.Select(d => (Key: $"Handoff:Destinations:{d.Key}", Queue: d.Value))
            .Append((Key: "Handoff:DefaultQueue", Queue: options.DefaultQueue))
            .Where(d => !queues.Contains(d.Queue))
            .Select(d => $"{d.Key} is '{d.Queue}', which is no queue. Configured under Queues: {known}.")
            .ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
