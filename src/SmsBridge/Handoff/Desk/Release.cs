using Npgsql;
using SmsBridge.Hosting;
using SmsBridge.Threads;

namespace SmsBridge.Handoff.Desk;

/// <summary>People give the thread back to the agent.</summary>
internal sealed class Release(NpgsqlDataSource database, ThreadCloser closer, ILogger<Release> log)
{
    public static readonly Refusal NotWithPeople = Refusal.Conflict(
        "thread-not-with-people",
        "The thread is not with people any more; look at it, then try again."
    );

    private const int MostTries = 2;

    /// <param name="hash">Of the control token.</param>
    public async Task<(ReleaseResponse? Released, Refusal? Refusal)> End(
        Guid handoffId,
        string reason,
        byte[] hash,
        CancellationToken cancellationToken
    )
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var control = await Look(handoffId, hash, cancellationToken);
            if (control is null)
            {
                return (null, Refusal.Unknown(handoffId));
            }

            if (control.Refused is { } refusal)
            {
                return (null, refusal);
            }

            // Where somebody was faster, the next look tells who.
            var mine = new OpenHandoff(handoffId, HandoffState.Accepted, hash);
            if (await closer.Close(new ThreadEnd(control.ThreadId, reason) { Handoff = mine }, cancellationToken))
            {
                log.Released(handoffId);
                return (new ReleaseResponse(handoffId, control.ThreadId, HandoffState.Released, reason), null);
            }
        }

        return (null, NotWithPeople);
    }

    private async Task<Control?> Look(Guid handoffId, byte[] hash, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await Control.Read(connection, null, handoffId, hash, cancellationToken);
    }
}
