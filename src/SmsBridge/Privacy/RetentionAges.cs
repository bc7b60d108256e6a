using SmsBridge.Numbers;

namespace SmsBridge.Privacy;

/// <summary>After how long what of a number goes; null: never.</summary>
internal sealed record RetentionAges(TimeSpan? Messages, TimeSpan? Transcripts, TimeSpan? Payloads)
{
    /// <param name="number">Null: not configured any more; the settings hold.</param>
    public static RetentionAges Of(NumberDocument? number, RetentionOptions settings) =>
        new(
            Age(number?.Retention.Messages, settings.Messages),
            Age(number?.Retention.Transcripts, settings.Transcripts),
            Age(number?.Retention.Payloads, settings.Payloads)
        );

    public bool KeepsAll => this is { Messages: null, Transcripts: null, Payloads: null };

    /// <summary>Events hold both a transcript and a payload.</summary>
    public TimeSpan? Events => Transcripts < Payloads ? Transcripts : Payloads ?? Transcripts;

    private static TimeSpan? Age(TimeSpan? number, TimeSpan? settings) => (number ?? settings) is { Ticks: > 0 } age ? age : null;
}
