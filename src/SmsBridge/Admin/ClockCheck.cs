using Npgsql;
using SmsBridge.Hosting;
using SmsBridge.Storage;

namespace SmsBridge.Admin;

/// <summary>Whether the database's clock and ours agree.</summary>
internal sealed class ClockCheck(OperatorsDataSource database, TimeProvider time) : ICheck
{
    /// <summary>Twilio's message list is searched with this allowance; past it, texts could be sent twice.</summary>
    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan UsualSkew = TimeSpan.FromSeconds(5);

    public Task<IReadOnlyList<Probe>> Probes(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Probe>>([Probe.Of(null, Look)]);

    private async Task<Finding> Look(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand("select clock_timestamp()", connection);
        var asked = time.GetUtcNow();
        var theirs = new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellationToken))!);
        var skew = (theirs - (asked + (time.GetUtcNow() - asked) / 2)).Duration();
        var what = $"this machine's clock differs from the database's by {skew.TotalSeconds:0.0} s";
        return skew > MostSkew ? Finding.Fail(what, "Set both by NTP: what was sent is looked up by time.")
            : skew > UsualSkew ? Finding.Warn(what, "Set both by NTP.")
            : Finding.Ok(what);
    }
}
