using Microsoft.AspNetCore.Http.HttpResults;
using OpenTelemetry.Metrics;
using SmsBridge.Hosting;
using SmsBridge.Observability;

namespace SmsBridge.Admin;

/// <summary><c>GET /metrics</c>, for Prometheus. It needs no key, as health does not: it holds nothing of customers.</summary>
internal static class MetricsEndpoint
{
    public static void MapMetrics(this IEndpointRouteBuilder app)
    {
        // At the first scrape: what is wrong in the settings is told at start, with all other mistakes, and not while the service is put together.
        var page = new Lazy<RequestDelegate>(() =>
            app.CreateApplicationBuilder().UseOpenTelemetryPrometheusScrapingEndpoint(_ => true).Build()
        );
        app.MapGet("/metrics", (HttpContext http, Backlog backlog) => Scrape(http, backlog, page))
            .OnListener(Listener.Ops)
            .AllowAnonymous()
            .DisableRateLimiting()
            .WithMetadata(new Untraced(), new AlwaysAnswered())
            .WithTags("Health")
            .WithSummary("Metrics in Prometheus's text format");
    }

    private static async Task<Results<EmptyHttpResult, ProblemHttpResult>> Scrape(
        HttpContext http,
        Backlog backlog,
        Lazy<RequestDelegate> page
    )
    {
        if (http.RequestServices.GetService<MeterProvider>() is null)
        {
            return TypedResults.Problem("Telemetry is switched off by OTEL_SDK_DISABLED.", statusCode: StatusCodes.Status404NotFound);
        }

        // Before the instruments are asked, which have to wait for it on a thread.
        await backlog.Refresh();
        await page.Value(http);
        return TypedResults.Empty;
    }
}
