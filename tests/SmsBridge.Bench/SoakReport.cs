namespace SmsBridge.Bench;

/// <summary>The figures of a soak.</summary>
internal sealed record SoakReport
{
    public required int Seed { get; init; }

    public required int Sent { get; init; }

    public required int Acknowledged { get; init; }

    /// <summary>Webhooks for a text that had been told before.</summary>
    public required int Repeated { get; init; }

    public required int Relayed { get; init; }

    public required int Spooled { get; init; }

    public required int Kills { get; init; }

    public required int Restarts { get; init; }

    public required int Freezes { get; init; }

    public required int PostgresOutages { get; init; }

    /// <summary>From SIGTERM to the end of the process.</summary>
    public required TimeSpan LongestStop { get; init; }

    public required int FaultyCalls { get; init; }

    public required int Events { get; init; }

    public required int EventsAgain { get; init; }

    public required int AskedTwiceFlagged { get; init; }

    public required int Apologised { get; init; }

    public required int OrderUnknown { get; init; }

    public required bool Settled { get; init; }

    public required int Lost { get; init; }

    /// <summary>Beyond what the bridge itself flagged.</summary>
    public required int Doubled { get; init; }

    public required int OutOfOrder { get; init; }

    /// <summary>Violations that are no text's: events, refusals.</summary>
    public required IReadOnlyList<string> Others { get; init; }

    /// <summary>Where logs were kept; null: nothing was worth it.</summary>
    public string? Kept { get; set; }

    public bool IsClean => this is { Settled: true, Lost: 0, Doubled: 0, OutOfOrder: 0, Others.Count: 0 };

    public void Print(TextWriter to)
    {
        foreach (var other in Others.Take(20))
        {
            to.WriteLine(other);
        }

        to.WriteLine(
            $"""
            {Sent} texts sent, {Acknowledged} acknowledged; {Repeated} webhooks repeated; {Relayed} texts relayed to the desk, {Events} events
            {Kills} kills, {Restarts} restarts, {Freezes} freezes, {PostgresOutages} Postgres outages, {Spooled} texts spooled, {FaultyCalls} calls met a fault
            longest stop {LongestStop.TotalSeconds:0.0} s; events delivered again {EventsAgain}; texts that passed another instance's spool {OrderUnknown}
            flagged by the bridge as unknown outcomes: asked twice {AskedTwiceFlagged}, answered with an apology {Apologised}
            lost {Lost}, out of order {OutOfOrder}, doubled beyond the flagged {Doubled}, other violations {Others.Count}{(
                Settled ? "" : ", NOT SETTLED"
            )}
            seed {Seed}: {(IsClean ? "clean" : $"NOT CLEAN, logs kept in {Kept}")}
            """
        );
    }
}
