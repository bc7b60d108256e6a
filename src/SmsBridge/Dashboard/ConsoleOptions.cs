using Microsoft.Extensions.Options;

namespace SmsBridge.Dashboard;

/// <summary>The section <c>Console</c>: the pages for operators.</summary>
internal sealed class ConsoleOptions
{
    public static readonly TimeSpan LongestSession = TimeSpan.FromDays(7);

    /// <summary>
    /// After this time one has to sign in again; earlier where the key expires or is revoked. At most <see cref="LongestSession"/>.
    /// </summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(12);
}

internal sealed class ConsoleOptionsValidator : IValidateOptions<ConsoleOptions>
{
    public ValidateOptionsResult Validate(string? name, ConsoleOptions options) =>
        options.SessionLifetime > TimeSpan.Zero && options.SessionLifetime <= ConsoleOptions.LongestSession
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Console:SessionLifetime must be above zero and at most {ConsoleOptions.LongestSession.TotalHours:0}:00:00, for example 12:00:00."
            );
}
