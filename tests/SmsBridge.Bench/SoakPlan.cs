namespace SmsBridge.Bench;

/// <summary>What is done to the bridge while people text.</summary>
internal enum SoakAct
{
    /// <summary>kill -9 of an instance, a new one in its place.</summary>
    Kill,

    /// <summary>SIGTERM, as in a rolling restart.</summary>
    Replace,

    /// <summary>SIGSTOP for longer than a lease lasts, then SIGCONT: the instance believes that no time has passed.</summary>
    Freeze,

    /// <summary>Postgres is killed and recovers.</summary>
    CrashPostgres,

    /// <summary>Postgres is stopped in order and started again.</summary>
    StopPostgres,
}

/// <summary>One run. Everything random in it follows from the seed; what the processes make of it does not.</summary>
internal sealed record SoakPlan
{
    public int Seed { get; init; } = 1;

    public int Texts { get; init; } = 6000;

    /// <summary>How long people text; the texts are spread evenly over it.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(180);

    public int Instances { get; init; } = 2;

    public int Customers { get; init; } = 250;

    public required IReadOnlyList<SoakAct> ToInstances { get; init; }

    public required IReadOnlyList<SoakAct> ToPostgres { get; init; }

    /// <summary>Whole seconds in which every call to a provider is refused; each costs the circuit's or the probe's time at the end.</summary>
    public bool Storms { get; init; } = true;

    /// <summary>How long the bridge may take to finish once nothing disturbs it any more.</summary>
    public TimeSpan Settling { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>The full form: an act upon an instance every 12 s, one upon Postgres every 30 s, at least one of each kind.</summary>
    public static SoakPlan Full(int seed, int texts, TimeSpan duration, int instances)
    {
        var random = new Random(seed);
        var (often, seldom) = ((int)Math.Max(3, duration.TotalSeconds / 12), (int)Math.Max(2, duration.TotalSeconds / 30));
        return new SoakPlan
        {
            Seed = seed,
            Texts = texts,
            Duration = duration,
            Instances = instances,
            ToInstances = Mixed([SoakAct.Freeze, SoakAct.Kill, SoakAct.Replace], [SoakAct.Kill, SoakAct.Replace], often),
            ToPostgres = Mixed([SoakAct.CrashPostgres, SoakAct.StopPostgres], [SoakAct.CrashPostgres, SoakAct.StopPostgres], seldom),
        };

        SoakAct[] Mixed(SoakAct[] once, SoakAct[] more, int count)
        {
            SoakAct[] acts = [.. once, .. random.GetItems(more, count - once.Length)];
            random.Shuffle(acts);
            return acts;
        }
    }

    /// <summary>A kill, a crash of Postgres, and little faults all the time; under a minute.</summary>
    public static SoakPlan Short(int seed) =>
        new()
        {
            Seed = seed,
            Texts = 300,
            Duration = TimeSpan.FromSeconds(15),
            Customers = 60,
            ToInstances = [SoakAct.Kill],
            ToPostgres = [SoakAct.CrashPostgres],
            Storms = false,
            Settling = TimeSpan.FromSeconds(90),
        };
}
