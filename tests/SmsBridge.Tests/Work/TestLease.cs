using SmsBridge.Work;

namespace SmsBridge.Tests.Work;

/// <summary>A lease that nobody takes away.</summary>
internal static class TestLease
{
    public static LeaseTerm Term { get; } = new(TimeSpan.FromDays(1), TimeProvider.System, TimeProvider.System.GetTimestamp());

    public static Lease Of(Guid threadId, string kind) =>
        new(threadId, kind, Guid.CreateVersion7(), Version: 1, Attempts: 0) { Term = Term };
}
