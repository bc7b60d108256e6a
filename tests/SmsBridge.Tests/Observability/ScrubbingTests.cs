using System.Diagnostics;
using SmsBridge.Observability;

namespace SmsBridge.Tests.Observability;

public sealed class ScrubbingTests : IDisposable
{
    private readonly ActivityListener listener = new()
    {
        ShouldListenTo = s => s.Name is Scrubbing.Server or Scrubbing.Client or Scrubbing.Database && s.Version == nameof(ScrubbingTests),
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
    };

    public ScrubbingTests() => ActivitySource.AddActivityListener(listener);

    public void Dispose() => listener.Dispose();

    [Theory]
    [InlineData(Scrubbing.Server, "url.path", "/api/v1/numbers/+14155550199")]
    [InlineData(Scrubbing.Server, "url.query", "?customer=%2B14155550101")]
    [InlineData(Scrubbing.Server, "client.address", "198.51.100.7")]
    [InlineData(Scrubbing.Client, "url.full", "https://api.twilio.com/x.json?To=%2B14155550101")]
    [InlineData(Scrubbing.Client, "anything.new", "that a later version adds")]
    public void What_is_not_known_to_be_harmless_goes(string source, string tag, string value)
    {
        using var span = Span(source);
        span.SetTag("http.request.method", "GET");
        span.SetTag(tag, value);
        span.SetStatus(ActivityStatusCode.Error, value);

        new Scrubbing().OnEnd(span);

        span.TagObjects.Select(t => t.Key).ShouldBe(["http.request.method"]);
        (span.Status, span.StatusDescription).ShouldBe((ActivityStatusCode.Error, null));
        span.Recorded.ShouldBeTrue();
    }

    [Fact]
    public void A_statement_that_belongs_to_no_trace_is_not_exported_and_one_within_a_trace_is()
    {
        using var alone = Span(Scrubbing.Database);
        using var within = Span(
            Scrubbing.Database,
            new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded)
        );

        new Scrubbing().OnEnd(alone);
        new Scrubbing().OnEnd(within);

        (alone.Recorded, within.Recorded).ShouldBe((false, true));
    }

    private static Activity Span(string source, ActivityContext parent = default)
    {
        Activity.Current = null;
        using var sources = new ActivitySource(source, nameof(ScrubbingTests));
        return sources.StartActivity("span", ActivityKind.Client, parent).ShouldNotBeNull();
    }
}
