using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SmsBridge.FunctionalTests.Observability;

/// <summary>A span as it came over the wire.</summary>
/// <param name="Links">Trace ids of the linked spans.</param>
/// <param name="Service">The resource's <c>service.name</c>.</param>
internal sealed record Span(
    string Source,
    string Name,
    string TraceId,
    string SpanId,
    string ParentId,
    IReadOnlyDictionary<string, string> Tags,
    IReadOnlyList<string> Links,
    bool Failed,
    string Service
);

/// <summary>A collector on a real socket that takes OTLP over HTTP and decodes it by hand.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> received = [];

    private OtlpReceiver(WebApplication app, string address) => (this.app, Address) = (app, address);

    public string Address { get; }

    public IReadOnlyList<Span> Spans => [.. received.Where(r => r.Path == "/v1/traces").SelectMany(r => SpansIn(new Protobuf(r.Body)))];

    /// <summary>Everything that came, as text: names and attributes are readable in it.</summary>
    public string Everything => string.Join('\n', received.Select(r => Encoding.UTF8.GetString(r.Body)));

    /// <summary>The settings by which a bridge sends all its telemetry here, and soon.</summary>
    public Dictionary<string, string?> Settings =>
        new()
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
        };

    public static async Task<OtlpReceiver> Start()
    {
        var address = Ports.FreeAddress();
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls(address);
        builder.Services.AddRoutingCore();
        var receiver = new OtlpReceiver(builder.Build(), address);
        receiver.app.Run(receiver.Take);
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <summary>The spans of the trace with a span that is looked for, once it has as many of each name as are asked for.</summary>
    public async Task<IReadOnlyList<Span>> Trace(Func<Span, bool> wanted, params string[] names)
    {
        IReadOnlyList<Span> trace = [];
        await Eventually.Holds(
            () =>
            {
                var spans = Spans;
                trace = spans.FirstOrDefault(wanted) is { } found ? [.. spans.Where(s => s.TraceId == found.TraceId)] : [];
                return names.GroupBy(n => n).All(n => trace.Count(s => s.Name == n.Key) >= n.Count());
            },
            $"a trace with {string.Join(", ", names)}",
            TimeSpan.FromSeconds(60)
        );
        return trace;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task Take(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        received.Enqueue((context.Request.Path, body.ToArray()));
        context.Response.ContentType = "application/x-protobuf";
    }

    private static IEnumerable<Span> SpansIn(Protobuf export) =>
        from resource in export.Messages(1)
        let service = resource.Messages(1).First().Attributes(1).GetValueOrDefault("service.name") ?? ""
        from scope in resource.Messages(2)
        from span in scope.Messages(2)
        select new Span(
            scope.Messages(1).First().Text(1),
            span.Text(5),
            span.Hex(1),
            span.Hex(2),
            span.Hex(4),
            span.Attributes(9),
            [.. span.Messages(13).Select(l => l.Hex(1))],
            span.Messages(15).Any(s => s.Number(3) == 2),
            service
        );
}
