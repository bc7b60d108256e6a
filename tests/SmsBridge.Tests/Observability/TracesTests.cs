using System.Diagnostics;
using SmsBridge.Observability;

namespace SmsBridge.Tests.Observability;

public sealed class TracesTests
{
    private const string Stored = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public void Where_nobody_listens_nothing_is_made_and_nothing_is_stored()
    {
        using var under = new Activity("a request").Start();

        Traces.Source.HasListeners().ShouldBeFalse("another test of this process listens");
        Traces.Current.ShouldBeNull();
        Traces.Start(SpanNames.Respond).ShouldBeNull();
        Traces.Continue(Stored, SpanNames.Turn, ActivityKind.Consumer).ShouldBeNull();
    }
}
