using SmsBridge.Hosting;

namespace SmsBridge.Twilio.Webhooks;

/// <summary>Whether webhooks were refused within the last hour, and why.</summary>
internal sealed class SignaturesCheck(RejectionStore store, TimeProvider time) : ICheck
{
    private static readonly TimeSpan Recently = TimeSpan.FromHours(1);

    public Task<IReadOnlyList<Probe>> Probes(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Probe>>([new Probe(null, Look)]);

    private async Task<IReadOnlyList<Finding>> Look(CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - Recently;
        var found = (await store.List(null, RejectionStore.MostRows, cancellationToken)).FindAll(r => r.LastAt >= since);
        return found.Count == 0 ? [Finding.Ok("no webhook was refused within an hour")] : found.ConvertAll(Judge);
    }

    /// <summary>Only who has a token can sign something that would match elsewhere: that was Twilio. All else may be anybody.</summary>
    private static Finding Judge(RejectionView row)
    {
        var what = $"{row.Webhook} refused, last at {row.LastAt:HH:mm}Z: {row.What.TrimEnd('.')}";
        return row.WouldMatch is null ? Finding.Warn(what, row.Remedy) : Finding.Fail(what, row.Remedy);
    }
}
