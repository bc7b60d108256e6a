using System.Globalization;

namespace SmsBridge.Work;

/// <summary>
/// How soon the work of an instance that died is taken over. These are no settings: shorter ones risk that a busy instance loses its leases.
/// Tests of crashes have shorter ones, in this process or by a property of the runtime.
/// </summary>
internal sealed record WorkTimes
{
    /// <summary>The property of a process's runtime (<c>configProperties</c> in <c>runtimeconfig.json</c>) that replaces <see cref="Usual"/>.</summary>
    public const string LeaseProperty = "SmsBridge.Work.Lease";

    /// <summary>How long most leases last unrenewed. With a poll a second, a dead instance's work is taken over within 15 s.</summary>
    public TimeSpan Usual { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>How often a loop looks for work that nobody has told it of.</summary>
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a lease on work of a kind lasts unrenewed.</summary>
    public TimeSpan Lease(string kind) => Usual * WorkKinds.Of(kind).UsualLeases;

    /// <summary>Three renewals may fail before a lease runs out.</summary>
    public TimeSpan RenewEvery(string kind) => Lease(kind) / 4;

    /// <summary>What this process was started with.</summary>
    public static WorkTimes OfThisProcess() =>
        AppContext.GetData(LeaseProperty) is string lease
            ? new WorkTimes { Usual = TimeSpan.Parse(lease, CultureInfo.InvariantCulture) }
            : new WorkTimes();
}
