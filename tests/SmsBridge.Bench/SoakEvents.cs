namespace SmsBridge.Bench;

/// <summary>Compares the events that the bridge wrote with what the desk received: at least once each, in order per thread.</summary>
internal sealed class SoakEvents(IReadOnlyCollection<SoakEventRow> written, IReadOnlyCollection<SoakDelivery> received)
{
    private readonly ILookup<Guid, SoakDelivery> deliveries = received.ToLookup(d => d.EventId);

    public int Written => written.Count;

    /// <summary>Delivered again although an earlier delivery had not failed: allowed, because delivery is at least once.</summary>
    public int Again => deliveries.Count(d => d.SkipWhile(x => !x.Acknowledged).Skip(1).Any());

    public IEnumerable<(string What, Guid ThreadId)> Violations()
    {
        foreach (var missing in written.Where(w => !deliveries.Contains(w.Id)))
        {
            yield return ($"lost: event {missing.Id} ({missing.Type}) never reached the desk", missing.ThreadId);
        }

        foreach (var unknown in received.Where(r => written.All(w => w.Id != r.EventId)))
        {
            yield return ($"doubled: event {unknown.EventId} ({unknown.Type}) is unknown to the bridge", unknown.ThreadId);
        }

        foreach (var thread in written.GroupBy(w => w.ThreadId))
        {
            var reached = 0;
            foreach (var one in thread.OrderBy(w => w.Seq).Where(w => deliveries.Contains(w.Id)))
            {
                var places = deliveries[one.Id].Select(d => d.Place).ToList();
                if (places.Min() < reached)
                {
                    yield return ($"out of order: event {one.Id} ({one.Type}) came before the one ahead of it had gone", one.ThreadId);
                }

                reached = Math.Max(reached, places.Max());
            }
        }
    }
}
