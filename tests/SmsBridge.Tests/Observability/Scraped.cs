using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using SmsBridge.Observability;

namespace SmsBridge.Tests.Observability;

/// <summary>Meters with the exporter behind them, set as in the service, and a page that shows them.</summary>
internal sealed class Scraped(WebApplication app) : IAsyncDisposable
{
    private readonly HttpClient http = new() { BaseAddress = new Uri(app.Urls.Single()) };

    public IMeterFactory Meters => app.Services.GetRequiredService<IMeterFactory>();

    /// <param name="meter">Its name.</param>
    public static async Task<Scraped> Start(string meter)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddOpenTelemetry().ConfigureResource(r => Telemetry.Describe(r)).WithMetrics(m => m.AddMeter(meter).AddPage());
        var app = builder.Build();
        app.MapPrometheusScrapingEndpoint();
        await app.StartAsync();
        return new Scraped(app);
    }

    /// <summary>The lines without those about the service itself.</summary>
    public async Task<List<string>> Lines(bool openMetrics = false) =>
        [.. (await Text(openMetrics)).Split('\n').Where(l => l.Length > 0 && !l.Contains("target", StringComparison.Ordinal))];

    public async Task<string> Text(bool openMetrics = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        if (openMetrics)
        {
            request.Headers.Add("Accept", "application/openmetrics-text; version=1.0.0");
        }

        using var answer = await http.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }
}
