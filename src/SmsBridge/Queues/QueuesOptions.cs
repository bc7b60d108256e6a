using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace SmsBridge.Queues;

/// <summary>
/// The section <c>Queues</c>: targets for handoff events by name. There is always a queue <c>desk</c>; without an entry of its own it is of type
/// <c>postgres</c>. Each type has settings of its own.
/// </summary>
internal sealed class QueuesOptions : Dictionary<string, QueueOptions>;

internal sealed class QueueOptions
{
    /// <summary>The kind of queue. The name of a queue has letters, digits, <c>-</c>, <c>_</c> and <c>.</c> only.</summary>
    public string Type { get; set; } = "";

    /// <summary>
    /// Types of events that the queue gets: whole (<c>smsbridge.handoff.message.v1</c>), short (<c>message</c>), or <c>*</c> for all.
    /// None: <c>requested</c>, <c>message</c>, <c>released</c> and <c>expired</c>; further ones are <c>accepted</c> and
    /// <c>delivery</c>.
    /// </summary>
    public List<string> Events { get; set; } = [];
}

internal sealed partial class QueuesOptionsValidator(IEnumerable<QueueKind> kinds, IConfiguration configuration)
    : IValidateOptions<QueuesOptions>
{
    public ValidateOptionsResult Validate(string? name, QueuesOptions options)
    {
        var errors = options.SelectMany(q => Mistakes(q.Key, q.Value, options)).ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private IEnumerable<string> Mistakes(string name, QueueOptions queue, QueuesOptions all)
    {
        var key = $"Queues:{name}";
        if (!Name().IsMatch(name))
        {
            yield return $"{key}: a queue's name has letters, digits, '-', '_' and '.' only, 128 at the most. Rename it.";
        }

        foreach (var word in queue.Events.Where(w => !Subscription.Knows(w)))
        {
            yield return $"{key}:Events has '{word}', which is no type of event. Known: {string.Join(", ", Subscription.Words)}, or * for all.";
        }

        if (kinds.FirstOrDefault(k => k.Type == queue.Type) is not { } kind)
        {
            yield return $"{key}:Type is '{queue.Type}'. Known types: {string.Join(", ", kinds.Select(k => k.Type).Order())}.";
            yield break;
        }

        var siblings = all.Where(q => q.Value.Type == queue.Type).Select(q => q.Key).ToList();
        foreach (var mistake in kind.Mistakes(key, configuration.GetSection(key), siblings))
        {
            yield return mistake;
        }
    }

    // Queue names stand in URLs, routing keys and lists with commas.
    [GeneratedRegex("^[A-Za-z0-9._-]{1,128}$", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
