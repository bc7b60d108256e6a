namespace SmsBridge.Hosting;

/// <summary>
/// The connections of one listener, up to a number. Beyond it a new one takes the place of the one that has been idle longest: whoever only holds
/// connections keeps nobody out. On a listener that has something which must always answer (<see cref="AlwaysAnswered"/>) some places are for that: where
/// all others are at work, a request for anything else is refused.
/// </summary>
internal sealed class OpenConnections
{
    /// <summary>Probes and scrapers are few. There are idle ones among so many, and a new one is not at once the longest idle.</summary>
    private const int MostReserved = 32;

    private readonly int most;
    private readonly int mostAtWork;
    private readonly Lock gate = new();

    /// <summary>The one that has been idle longest comes first.</summary>
    private readonly LinkedList<Place> idle = new();

    private int count;

    /// <param name="hasReserve">Whether something on the listener must always answer.</param>
    public OpenConnections(int most, bool hasReserve) =>
        (this.most, mostAtWork) = (most, most - (hasReserve ? Math.Min(MostReserved, most / 4) : 0));

    /// <param name="close">Closes the connection where another one takes its place.</param>
    /// <returns>The connection's place, which it leaves by <see cref="Place.Dispose"/>; null: there is none.</returns>
    public Place? Enter(Action close)
    {
        var place = new Place(this, close);
        Place? leaver = null;
        lock (gate)
        {
            if (count >= most)
            {
                leaver = idle.First?.Value;
                if (leaver is null)
                {
                    return null;
                }

                Remove(leaver);
            }

            count++;
            idle.AddLast(place.Node);
        }

        leaver?.Close();
        return place;
    }

    private void Remove(Place place)
    {
        if (!place.HasLeft)
        {
            place.HasLeft = true;
            place.Node.List?.Remove(place.Node);
            count--;
        }
    }

    /// <summary>What one connection has of the listener.</summary>
    internal sealed class Place : IDisposable
    {
        private readonly OpenConnections all;

        public Place(OpenConnections all, Action close)
        {
            (this.all, Close) = (all, close);
            Node = new LinkedListNode<Place>(this);
        }

        public Action Close { get; }

        /// <summary>In the list while the connection is idle.</summary>
        public LinkedListNode<Place> Node { get; }

        public bool HasLeft { get; set; }

        /// <summary>Of the request under way: only what must always answer may be asked for.</summary>
        public bool IsReserved { get; private set; }

        /// <summary>A request begins: nobody takes the place until it has ended.</summary>
        public void Begin()
        {
            lock (all.gate)
            {
                Node.List?.Remove(Node);
                IsReserved = all.count - all.idle.Count > all.mostAtWork;
            }
        }

        public void End()
        {
            lock (all.gate)
            {
                if (!HasLeft && Node.List is null)
                {
                    all.idle.AddLast(Node);
                }
            }
        }

        public void Dispose()
        {
            lock (all.gate)
            {
                all.Remove(this);
            }
        }
    }
}
