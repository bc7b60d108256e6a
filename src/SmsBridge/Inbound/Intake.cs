using Microsoft.Extensions.Options;
using Npgsql;
using SmsBridge.Messages;
using SmsBridge.Threads.Consent;

namespace SmsBridge.Inbound;

/// <summary>Where a verified text goes: into Postgres, and while that is away, into the spool. Either way it is durable when this returns.</summary>
internal sealed class Intake(
    Inbox inbox,
    SpoolLog spool,
    TroubleNotice notice,
    IOptions<SpoolOptions> options,
    TimeProvider time,
    ILogger<Intake> log
)
{
    /// <returns>What became of it: <c>new</c>, <c>duplicate</c> or <c>spooled</c>.</returns>
    /// <exception cref="SpoolFullException">It could be stored nowhere.</exception>
    public async Task<string> Take(InboundText text)
    {
        // A keyword does not wait behind other texts: whoever writes STOP gets nothing more.
        if ((!spool.HasTexts || Keyword.Is(text.Kind)) && await TryRecord(text) is { } isNew)
        {
            return isNew ? "new" : "duplicate";
        }

        var tell = notice.ClaimFor(text);
        await spool.Append(new SpoolRecord(text, tell));
        if (tell)
        {
            notice.Send(text);
        }

        return "spooled";
    }

    private async Task<bool?> TryRecord(InboundText text)
    {
        try
        {
            // Should it be stored after all once patience is over, the drained copy counts as a duplicate.
            return await inbox.Take(text).WaitAsync(options.Value.DatabasePatience, time);
        }
        catch (Exception error) when (IsAway(error))
        {
            log.Spooling(error.Message);
            return null;
        }
    }

    /// <summary>Whether waiting can help. A value that Postgres does not take (SQLSTATE classes 22 and 23) it will not take later either.</summary>
    public static bool IsAway(Exception error) =>
        error switch
        {
            PostgresException refused => refused.SqlState[..2] is not ("22" or "23"),
            NpgsqlException or TimeoutException or IOException or ObjectDisposedException => true,
            _ => false,
        };
}
