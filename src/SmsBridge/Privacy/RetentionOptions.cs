using Microsoft.Extensions.Options;

namespace SmsBridge.Privacy;

/// <summary>The section <c>Retention</c>: how long what customers wrote is kept. A number document may say otherwise for its number.</summary>
internal sealed class RetentionOptions
{
    /// <summary>
    /// Age at which texts are blanked and failures removed, for numbers without a <c>retention</c> of their own; none or zero: kept.
    /// </summary>
    public TimeSpan? Messages { get; set; }

    /// <summary>Time from a handoff's end to the removal of its transcript and events, likewise; none or zero: kept.</summary>
    public TimeSpan? Transcripts { get; set; }

    /// <summary>
    /// Time from the end of a conversation or handoff to the removal of the attributes and the agent's object, likewise; none or zero:
    /// kept.
    /// </summary>
    public TimeSpan? Payloads { get; set; }

    /// <summary>How often one of the instances looks for what is old enough.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Rows that one statement changes.</summary>
    public int BatchSize { get; set; } = 500;

    public const int LargestBatch = 10_000;
}

internal sealed class RetentionOptionsValidator : IValidateOptions<RetentionOptions>
{
    public ValidateOptionsResult Validate(string? name, RetentionOptions options)
    {
        var errors = new List<string>();
        foreach (
            var (key, age) in new[] { ("Messages", options.Messages), ("Transcripts", options.Transcripts), ("Payloads", options.Payloads) }
        )
        {
            if (age < TimeSpan.Zero)
            {
                errors.Add(
                    $"Retention:{key} is negative. Write days and hours, for example 90.00:00:00, or leave it out to keep everything."
                );
            }
        }

        if (options.Every < TimeSpan.FromSeconds(1) || options.Every > TimeSpan.FromDays(1))
        {
            errors.Add("Retention:Every must be from 00:00:01 to 1.00:00:00.");
        }

        if (options.BatchSize is < 1 or > RetentionOptions.LargestBatch)
        {
            errors.Add($"Retention:BatchSize must be from 1 to {RetentionOptions.LargestBatch}.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
