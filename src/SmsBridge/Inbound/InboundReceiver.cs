using Microsoft.Extensions.Options;
using Npgsql;
using SmsBridge.Hosting;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Observability;
using SmsBridge.Threads.Consent;

namespace SmsBridge.Inbound;

/// <summary>What became of a text that came in.</summary>
internal enum Reception
{
    /// <summary>It is durable, in Postgres or in the spool, or it was before.</summary>
    Taken,

    /// <summary>It is for no number of ours that is in use, or from somebody whom nobody answers.</summary>
    NotForUs,

    /// <summary>The number documents are not read yet.</summary>
    Starting,

    /// <summary>Neither Postgres nor the disk takes it.</summary>
    NotStored,
}

/// <summary>Where a verified text goes, whichever provider brought it: into Postgres, and while that is away, into the spool.</summary>
internal sealed class InboundReceiver(
    NumberBook numbers,
    InboundStore store,
    SpoolLog spool,
    TroubleNotice notice,
    IOptions<SpoolOptions> options,
    BridgeMetrics metrics,
    TimeProvider time,
    ILogger<InboundReceiver> log
)
{
    public async Task<Reception> Receive(InboundText text)
    {
        if (!numbers.IsLoaded)
        {
            return Reception.Starting;
        }

        var number = numbers.Find(text.Number);
        if (Unanswered(number, text.Customer) is { } reason)
        {
            metrics.TextNotTaken(reason);
            log.TextNotTaken(reason, Mask.Address(text.Number), Mask.Address(text.Customer));
            return Reception.NotForUs;
        }

        try
        {
            metrics.TextTaken(await Take(text), number!.Agent, NumberClass.Of(text.Number));
            return Reception.Taken;
        }
        catch (IOException error)
        {
            // The provider's fallback and error log must see that.
            log.TextNotStored(error.Message);
            return Reception.NotStored;
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

    /// <returns>Why this text starts no turn; null when it does.</returns>
    private string? Unanswered(NumberDocument? number, string from) =>
        number is null ? "unknown-number"
        : !number.Enabled ? "disabled-number"
        : Addresses.IsAlphanumericSender(from) ? "alphanumeric-sender"
        : numbers.Find(from) is not null ? "own-number"
        : null;

    /// <returns>What became of it: <c>new</c>, <c>duplicate</c> or <c>spooled</c>.</returns>
    /// <exception cref="SpoolFullException">It could be stored nowhere.</exception>
    private async Task<string> Take(InboundText text)
    {
        // A keyword does not wait behind other texts: whoever writes STOP gets nothing more.
        if ((!spool.HasTexts || Keyword.Is(text.Kind)) && await TryStore(text) is { } isNew)
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

    private async Task<bool?> TryStore(InboundText text)
    {
        try
        {
            // Should it be stored after all once patience is over, the drained copy counts as a duplicate.
            return await store.Store(text).WaitAsync(options.Value.DatabasePatience, time);
        }
        catch (Exception error) when (IsAway(error))
        {
            log.Spooling(error.Message);
            return null;
        }
    }
}
