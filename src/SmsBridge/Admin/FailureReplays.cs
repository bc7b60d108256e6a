using Microsoft.EntityFrameworkCore;
using SmsBridge.Storage;
using SmsBridge.Work;

namespace SmsBridge.Admin;

/// <summary>A replay as the audit log has it.</summary>
internal sealed record ReplayNote(string Kind, Guid ThreadId, string Category)
{
    public static ReplayNote Of(FailureRow row) => new(row.Kind, row.ThreadId, row.Category);
}

/// <summary>Gives failures another try, for the API, the console and the command line.</summary>
internal sealed class FailureReplays(FailureStore store, IDbContextFactory<BridgeDbContext> contexts, IEnumerable<Waker> wakers)
{
    /// <summary>Has this instance take the work up at once; the others look for it within a second.</summary>
    /// <returns>The failure as it is now, null when there is none; and whether this call has it tried again.</returns>
    public async Task<(FailureRow? Failure, bool Replayed)> Replay(Guid id, CancellationToken cancellationToken)
    {
        var kind = await store.Replay(id, cancellationToken);
        if (kind is not null)
        {
            // No loop runs where a command does it.
            wakers.FirstOrDefault(w => w.Kind == kind)?.Wake();
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return (await context.Failures.AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, cancellationToken), kind is not null);
    }

    /// <summary>Why a failure that is there was not replayed.</summary>
    public static string WhyNot(string kind, DateTimeOffset? replayedAt) =>
        replayedAt is null
            ? $"Work of the kind '{kind}' goes on by itself."
            : "It was replayed already; a new try that fails is a failure of its own.";
}
