using Npgsql;

namespace SmsBridge.Work;

internal static class LeaseParameters
{
    /// <summary>The arrays <c>@threads</c> and <c>@leases</c>, by which a statement over many threads finds those that are still held.</summary>
    public static void AddLeases(this NpgsqlParameterCollection parameters, IReadOnlyCollection<Lease> leases)
    {
        parameters.AddWithValue("threads", leases.Select(l => l.ThreadId).ToArray());
        parameters.AddWithValue("leases", leases.Select(l => l.Token).ToArray());
    }
}
