namespace SmsBridge.Work;

/// <summary>
/// The four ways in which a statement adds work to a thread: each is the end of an <c>insert into work (thread_id, kind, due_at, …, version)</c>, for the
/// case that the thread has work of the kind already. Add rows in the order of thread ids.
/// </summary>
internal static class AddWork
{
    /// <summary>Whoever has the work keeps it and looks once more when done; work that waits goes on waiting.</summary>
    public const string Only = "on conflict (thread_id, kind) do update set version = work.version + excluded.version";

    /// <summary>As <see cref="Only"/>, and work that waits is due then at the latest.</summary>
    public const string AndWake =
        Only + ", due_at = case when work.lease is null then least(work.due_at, excluded.due_at) else work.due_at end";

    /// <summary>The due time is replaced. Whoever has the work loses it: what it was about to do is judged anew.</summary>
    public const string AndRetime = Only + ", due_at = excluded.due_at, lease = null";

    /// <summary>The work is taken from whoever has it, as if it had never been tried; the new row's lease, which may be null, is the one that counts.</summary>
    public const string AndRevoke =
        Only + ", due_at = excluded.due_at, lease = excluded.lease, attempts = 0, asks = 0, category = null, reason = null";
}
