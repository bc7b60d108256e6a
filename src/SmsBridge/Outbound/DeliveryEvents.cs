namespace SmsBridge.Outbound;

/// <summary>What becomes of a text that people wrote goes to the desk, from the statement that moves it.</summary>
internal static class DeliveryEvents
{
    /// <summary>
    /// Ends a statement whose <c>moved</c> holds <c>thread_id, id, handoff_id, before, status, error_code, error_text</c>. Other texts cost a look
    /// at their <c>handoff_id</c>. In the order of threads, as everybody locks the publisher's work.
    /// </summary>
    public const string Sql = """
        ,
        told as materialized (
            select * from moved where handoff_id is not null and before <> status and delivery_rank(status) >= delivery_rank('accepted')
             order by thread_id, id
        )
        select add_delivery_event(thread_id, handoff_id, id, status, error_code, error_text) from told
        """;
}
