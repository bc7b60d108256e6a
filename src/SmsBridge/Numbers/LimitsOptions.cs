using Microsoft.Extensions.Options;

namespace SmsBridge.Numbers;

/// <summary>The section <c>Limits</c>: what one customer may cost. A number document may say otherwise for its number.</summary>
internal sealed class LimitsOptions
{
    /// <summary>Texts of one customer to one number that are answered within 60 s; 0: any number.</summary>
    public int PerSenderPerMinute { get; set; } = 10;

    /// <summary>
    /// The customer is blocked with this many equal texts within <see cref="RepeatWindow"/>, and the last of them is not answered; 0:
    /// never.
    /// </summary>
    public int RepeatsToBlock { get; set; } = 5;

    /// <summary>The time within which equal texts are counted; at most <see cref="LongestWindow"/>.</summary>
    public TimeSpan RepeatWindow { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The customer is blocked with this many nearly equal texts, each within <see cref="LoopAnswerWithin"/> after a text of ours: a
    /// machine answers us; 0: never.
    /// </summary>
    public int LoopsToBlock { get; set; } = 5;

    /// <summary>How soon after a text of ours a machine answers; at most <see cref="LongestWindow"/>.</summary>
    public TimeSpan LoopAnswerWithin { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a blocked customer is not answered.</summary>
    public TimeSpan BlockFor { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// SMS segments to one customer of one number in one UTC day, after which nothing more is sent to them; 0: any number.
    /// </summary>
    public int SegmentsPerCustomerPerDay { get; set; } = 200;

    /// <summary>No rule looks further back.</summary>
    public static readonly TimeSpan LongestWindow = TimeSpan.FromMinutes(10);

    public const int MaxPerMinute = 1000;
    public const int MaxToBlock = 50;
    public const int MaxSegments = 10_000_000;
}

internal sealed class LimitsOptionsValidator : IValidateOptions<LimitsOptions>
{
    public ValidateOptionsResult Validate(string? name, LimitsOptions options)
    {
        var errors = new List<string>();
        void Require(bool good, string error)
        {
            if (!good)
            {
                errors.Add(error);
            }
        }

        Require(
            options.PerSenderPerMinute is >= 0 and <= LimitsOptions.MaxPerMinute,
            $"Limits:PerSenderPerMinute must be from 0 (off) to {LimitsOptions.MaxPerMinute}."
        );
        Require(IsCount(options.RepeatsToBlock), $"Limits:RepeatsToBlock must be 0 (off) or from 2 to {LimitsOptions.MaxToBlock}.");
        Require(IsCount(options.LoopsToBlock), $"Limits:LoopsToBlock must be 0 (off) or from 2 to {LimitsOptions.MaxToBlock}.");
        Require(IsWindow(options.RepeatWindow), $"Limits:RepeatWindow must be above zero and at most {LimitsOptions.LongestWindow}.");
        Require(
            IsWindow(options.LoopAnswerWithin),
            $"Limits:LoopAnswerWithin must be above zero and at most {LimitsOptions.LongestWindow}."
        );
        Require(options.BlockFor > TimeSpan.Zero, "Limits:BlockFor must be a duration above zero, for example 00:10:00.");
        Require(
            options.SegmentsPerCustomerPerDay is >= 0 and <= LimitsOptions.MaxSegments,
            $"Limits:SegmentsPerCustomerPerDay must be from 0 (off) to {LimitsOptions.MaxSegments}."
        );
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static bool IsCount(int count) => count is 0 or (>= 2 and <= LimitsOptions.MaxToBlock);

    private static bool IsWindow(TimeSpan time) => time > TimeSpan.Zero && time <= LimitsOptions.LongestWindow;
}
