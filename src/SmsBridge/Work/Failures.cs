using Npgsql;

namespace SmsBridge.Work;

/// <summary>Work that gave up is kept, in the same transaction, with what is needed to try it again.</summary>
internal static class Failures
{
    public const string Sql = """
        insert into failures (id, thread_id, kind, subject_id, category, reason, attempts)
        select f.id, f.thread_id, f.kind, f.subject_id, f.category, f.reason, f.attempts
          from unnest(@threads, @kinds, @leases, @ids, @subjects, @categories, @reasons, @attempts)
               as f (thread_id, kind, lease, id, subject_id, category, reason, attempts)
          join work w on w.thread_id = f.thread_id and w.lease = f.lease
        """;

    /// <param name="failures">The guarding lease, the message at fault, why, and the failed attempts before this one.</param>
    public static void Bind(NpgsqlParameterCollection p, IReadOnlyList<(Lease Lease, Guid Subject, Failure Why, int Attempts)> failures)
    {
        p.AddLeases(failures.Select(f => f.Lease).ToList());
        p.AddWithValue("kinds", failures.Select(f => f.Lease.Kind).ToArray());
        p.AddWithValue("ids", failures.Select(_ => Guid.CreateVersion7()).ToArray());
        p.AddWithValue("subjects", failures.Select(f => f.Subject).ToArray());
        p.AddWithValue("categories", failures.Select(f => f.Why.Category.ToString()).ToArray());
        p.AddWithValue("reasons", failures.Select(f => f.Why.Reason).ToArray());
        p.AddWithValue("attempts", failures.Select(f => f.Attempts + 1).ToArray());
    }
}
