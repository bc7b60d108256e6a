using Npgsql;
using SmsBridge.Storage;

namespace SmsBridge.Outbound;

/// <summary>A text in line.</summary>
/// <param name="ProviderSid">Known already when a callback came before the answer to create.</param>
/// <param name="AttemptAge">Time since the last recorded attempt began, by the database's clock.</param>
internal sealed record OutboundText(Guid Id, string Text, string Status, string? ProviderSid = null, TimeSpan? AttemptAge = null)
{
    public int Segments { get; init; }

    /// <summary>SMS segments that were queued to the customer ahead of it on this UTC day.</summary>
    public int SegmentsBefore { get; init; }

    /// <summary>See <see cref="Reply.IsConsentNotice"/>.</summary>
    public bool IsConsentNotice { get; init; }

    /// <summary>People wrote it: it has a <see cref="Reply.HandoffId"/>.</summary>
    public bool FromDesk { get; init; }

    /// <summary>See <see cref="Reply.Trace"/>.</summary>
    public string? Trace { get; init; }
}

/// <summary>What a leased sender has in hand.</summary>
/// <param name="FirstAttempt">The first text's attempt was recorded by the statement that took the lease, and not begun by anybody.</param>
internal sealed record UnsentTexts(string Number, string Customer, IReadOnlyList<OutboundText> Texts, bool FirstAttempt, bool OptedOut)
{
    /// <summary>Nothing is sent to somebody who has opted out, whoever asks.</summary>
    public bool Forbids(OutboundText text) => OptedOut && !text.IsConsentNotice;
}

/// <summary>Reads what a thread still has to send.</summary>
internal sealed class UnsentTextsReader(NpgsqlDataSource database)
{
    private const string Sql = """
        select t.number, t.customer, t.state = 'opted-out',
               m.id, m.text, m.status, m.provider_sid, now() - m.attempted_at, coalesce(m.segments, 0),
               coalesce(d.segments, 0)
                 - sum(coalesce(m.segments, 0)) over (order by m.seq rows between current row and unbounded following),
               coalesce(m.kind, '') = 'consent-notice', m.traceparent, m.handoff_id is not null
          from messages m join threads t on t.id = m.thread_id
          left join thread_segments d on d.thread_id = m.thread_id and d.day = (now() at time zone 'utc')::date
         where m.thread_id = @thread and m.pending and m.direction = 'out'
         order by m.seq limit 100
        """;

    public async Task<UnsentTexts> Read(Guid threadId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.AddWithValue("thread", threadId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var texts = new List<OutboundText>();
        var (number, customer, optedOut) = ("", "", false);
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new Columns(reader);
            (number, customer, optedOut) = (row.Next<string>(), row.Next<string>(), row.Next<bool>());
            texts.Add(
                new OutboundText(row.Next<Guid>(), row.Next<string>(), row.Next<string>(), row.NextText(), row.NextOrNull<TimeSpan>())
                {
                    Segments = row.Next<short>(),
                    SegmentsBefore = (int)row.Next<long>(),
                    IsConsentNotice = row.Next<bool>(),
                    Trace = row.NextText(),
                    FromDesk = row.Next<bool>(),
                }
            );
        }

        return new UnsentTexts(number, customer, texts, FirstAttempt: false, optedOut);
    }
}
