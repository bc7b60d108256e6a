using System.Text.Json;

namespace SmsBridge.Sandbox.Pages;

/// <summary>What the desk page shows.</summary>
/// <param name="Problem">Why the bridge could not be read, in words; null when it could.</param>
/// <param name="Items">The bridge's handoffs as it gave them, or null.</param>
internal sealed record DeskView(string? Problem, string? Bridge, JsonElement? Items);

/// <summary>
/// The desk page's feed. It reads the bridge's list of handoffs once a second while a page is open, and never the pull queue, so that it
/// takes no event away from a real desk.
/// </summary>
internal sealed class DeskApi(PagesServerOptions options) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(3) };
    private readonly SemaphoreSlim one = new(1);
    private byte[] latest = [];
    private long readAt;
    private CancellationToken stopping;

    public void Map(WebApplication app)
    {
        stopping = app.Lifetime.ApplicationStopping;
        app.MapGet("/api/desk/events", Events);
    }

    public void Dispose()
    {
        http.Dispose();
        one.Dispose();
    }

    private async Task Events(HttpContext context)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        byte[] shown = [];
        try
        {
            await EventStream.Open(context);
            while (!either.IsCancellationRequested)
            {
                var view = await Latest(either.Token);
                if (!view.AsSpan().SequenceEqual(shown))
                    await EventStream.Send(context, "desk", view, either.Token);
                shown = view;
                await Task.Delay(Interval, options.Time, either.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left, or the sandbox stops.
        }
    }

    /// <summary>Any number of open pages share one read per second.</summary>
    private async Task<byte[]> Latest(CancellationToken stop)
    {
        await one.WaitAsync(stop);
        try
        {
            if (latest.Length == 0 || options.Time.GetElapsedTime(readAt) > Interval * 0.8)
            {
                latest = JsonSerializer.SerializeToUtf8Bytes(await Read(stop), PagesJson.Default.DeskView);
                readAt = options.Time.GetTimestamp();
            }
            return latest;
        }
        finally
        {
            one.Release();
        }
    }

    private async Task<DeskView> Read(CancellationToken stop)
    {
        if (options.BridgeOps is null)
            return new DeskView("No bridge is connected to this sandbox.", null, null);
        var bridge = options.BridgeOps.ToString();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(options.BridgeOps, "/api/v1/handoffs?limit=50"));
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {options.BridgeKey}");
            using var response = await http.SendAsync(request, stop);
            if (!response.IsSuccessStatusCode)
                return new DeskView($"The bridge answers {(int)response.StatusCode} to the list of handoffs.", bridge, null);
            using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(stop));
            return new DeskView(null, bridge, json.RootElement.GetProperty("items").Clone());
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new DeskView($"The bridge cannot be reached: {e.Message}", bridge, null);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new DeskView("The bridge does not answer within 3 seconds.", bridge, null);
        }
    }
}
