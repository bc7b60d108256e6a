using SmsBridge.Hosting;
using SmsBridge.Storage;

namespace SmsBridge.Admin;

/// <summary>What waits because something fails, and what gave up within a day.</summary>
internal sealed class WorkCheck(OperatorsDataSource database) : ICheck
{
    private const string Sql = """
        (select 'waits' as what, kind, category, reason, count(*) from work where category is not null
          group by kind, category, reason order by count(*) desc limit 5)
        union all
        (select 'failed', kind, category, reason, count(*) from failures
          where replayed_at is null and failed_at > now() - interval '1 day'
          group by kind, category, reason order by count(*) desc limit 5)
        """;

    public Task<IReadOnlyList<Probe>> Probes(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Probe>>([new Probe(null, Look)]);

    private async Task<IReadOnlyList<Finding>> Look(CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        await using var command = database.CreateCommand(Sql);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var why = $"{row.GetInt64(4)} × {row.GetString(1)}: {row.GetString(2)}: {(row.IsDBNull(3) ? "" : row.GetString(3))}";
            findings.Add(
                row.GetString(0) == "waits"
                    ? Finding.Warn($"held up, {why}", "It goes on by itself once the cause is gone.")
                    : Finding.Warn($"gave up within a day, {why}", "Remove the cause, then: smsbridge replay --all")
            );
        }

        return findings.Count > 0 ? findings : [Finding.Ok("nothing is held up, nothing gave up within a day")];
    }
}
