using SmsBridge.Work;

namespace SmsBridge.Threads.Consent;

/// <summary>Records that the provider refuses to text a customer, whose block we had not heard of.</summary>
internal sealed class OptOutWorker(OptOuts optOuts, WorkTable table) : IWorker
{
    public string Kind => WorkKind.OptOut;

    public int Capacity => 16;

    public async Task Do(Lease lease, CancellationToken cancellationToken)
    {
        Lease? current = lease;
        while (current is not null)
        {
            await optOuts.Refused(current.ThreadId, cancellationToken);
            current = await table.FinishOrContinue(current, cancellationToken);
        }
    }
}
