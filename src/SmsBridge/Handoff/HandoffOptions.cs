using Microsoft.Extensions.Options;

namespace SmsBridge.Handoff;

/// <summary>The section <c>Handoff</c>: where handoffs go.</summary>
internal sealed class HandoffOptions
{
    public string DefaultQueue { get; set; } = "desk";

    /// <summary>The queue of each destination that agents name.</summary>
    public Dictionary<string, string> Destinations { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Sent once when the agent hands over without saying anything; empty: nothing is sent.</summary>
    public string DefaultText { get; set; } = "One moment please, we are connecting you with a member of our team.";

    /// <summary>A destination's queue; else the number's; else the default.</summary>
    public string QueueFor(string? destination, string? numberQueue) =>
        destination is not null && Destinations.TryGetValue(destination, out var queue) ? queue : numberQueue ?? DefaultQueue;
}

/// <summary>The section <c>Queues</c>: targets for handoff events by name.</summary>
internal sealed class QueuesOptions : Dictionary<string, QueueOptions>;

internal sealed class QueueOptions
{
    public string Type { get; set; } = "";
}

/// <summary>A kind of queue that this build knows: the word in <c>Queues:{name}:Type</c>.</summary>
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

/// <param name="queueNames">Read past the options of the queues, so that a mistake there does not hide one here.</param>
internal sealed class HandoffOptionsValidator(Func<IReadOnlyList<string>> queueNames) : IValidateOptions<HandoffOptions>
{
    public ValidateOptionsResult Validate(string? name, HandoffOptions options)
    {
        var queues = queueNames();
        var known = string.Join(", ", queues.Order());
        var errors = options
            .Destinations.Select(d => (Key: $"Handoff:Destinations:{d.Key}", Queue: d.Value))
            .Append((Key: "Handoff:DefaultQueue", Queue: options.DefaultQueue))
            .Where(d => !queues.Contains(d.Queue))
            .Select(d => $"{d.Key} is '{d.Queue}', which is no queue. Configured under Queues: {known}.")
            .ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
