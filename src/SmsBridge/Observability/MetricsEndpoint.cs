using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using SmsBridge.Ops;

namespace SmsBridge.Observability;

/// <summary><c>GET /metrics</c>, for Prometheus. It needs no key, as health does not: it holds nothing of customers.</summary>
internal static class MetricsEndpoint
{
    private const string Text = "text/plain; version=0.0.4; charset=utf-8";
    private const string OpenMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    public static void MapMetrics(this IEndpointRouteBuilder app) =>
        app.MapGet("/metrics", Scrape)
            .OnListener(Listener.Ops)
            .AllowAnonymous()
            .WithMetadata(new Untraced())
            .WithTags("Health")
            .WithSummary("Metrics in Prometheus's text format");

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> Scrape(
        HttpRequest request,
        Telemetry telemetry,
        Backlog backlog
    )
    {
        if (telemetry.Metrics is not { } metrics)
        {
            return TypedResults.Problem("Telemetry is switched off by OTEL_SDK_DISABLED.", statusCode: StatusCodes.Status404NotFound);
        }

        // Before the instruments are asked, which have to wait for it on a thread.
        await backlog.Refresh();
        var open = WantsOpenMetrics(request);
        return TypedResults.Text(metrics.Scrape(open), open ? OpenMetrics : Text);
    }

    private static bool WantsOpenMetrics(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Any(a => a.MediaType == "application/openmetrics-text" && a.Quality != 0);
}
