using System.Text.RegularExpressions;
using SmsBridge.Inbound;

namespace SmsBridge.Privacy;

/// <summary>Takes erased customers out of the file in which an instance keeps spooled lines that it could not use.</summary>
internal sealed partial class SetAsideCleaner(SpoolLog spool, Erasures erasures, ILogger<SetAsideCleaner> log)
{
    public async Task Clean(CancellationToken cancellationToken)
    {
        var removed = await spool.KeepAside(line => IsWanted(line, cancellationToken));
        if (removed > 0)
        {
            log.SetAsideCleaned(removed);
        }
    }

    /// <summary>A damaged line goes when any address in it is that of somebody who was ever erased.</summary>
    private async Task<bool> IsWanted(string line, CancellationToken cancellationToken)
    {
        if (SpoolRecord.Parse(line) is { } record)
        {
            return !await erasures.Includes(record.Text, cancellationToken);
        }

        foreach (Match match in Address().Matches(line.Replace("\\u002B", "+", StringComparison.OrdinalIgnoreCase)))
        {
            if (await erasures.Includes(match.Value, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    [GeneratedRegex(
        @"(whatsapp:|rcs:)?\+[1-9][0-9]{5,14}|whatsapp:[A-Z]{2}\.[A-Za-z0-9]{1,128}",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Address();
}
