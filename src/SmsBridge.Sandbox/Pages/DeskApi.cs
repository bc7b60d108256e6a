using SmsBridge.Sandbox.Wire;

namespace SmsBridge.Sandbox.Pages;

/// <summary>
/// The desk page's way to the bridge: passes its calls on to the documented API, with the API key that a page must not hold. It knows nothing
/// of handoffs itself.
/// </summary>
internal sealed class DeskApi(PagesServerOptions options) : IDisposable
{
    private const string Prefix = "/api/desk";

    private static readonly string[] Reads =
    [
        "/handoffs",
        "/handoffs/events",
        "/handoffs/{id:guid}",
        "/handoffs/{id:guid}/events",
        "/threads/{id:guid}",
    ];

    private static readonly string[] Writes = ["/handoffs/{id:guid}/accept", "/handoffs/{id:guid}/messages", "/handoffs/{id:guid}/release"];

    /// <summary>For the beginning of an answer; a stream may take as long as it likes after that.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly HttpClient http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private CancellationToken stopping;

    public void Map(WebApplication app)
    {
        stopping = app.Lifetime.ApplicationStopping;
        foreach (var path in Reads)
        {
            app.MapGet(Prefix + path, Pass);
        }

        foreach (var path in Writes)
        {
            app.MapPost(Prefix + path, Write);
        }
    }

    public void Dispose() => http.Dispose();

    /// <summary>A page of another site can post texts and forms here, but no JSON.</summary>
    private Task Write(HttpContext context) =>
        context.Request.HasJsonContentType() ? Pass(context) : Say(context, StatusCodes.Status415UnsupportedMediaType, "Send JSON.");

    private async Task Pass(HttpContext context)
    {
        if (options.BridgeOps is null)
        {
            await Say(context, StatusCodes.Status503ServiceUnavailable, "No bridge is connected to this sandbox.");
            return;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            using var request = Request(context.Request, options.BridgeOps);
            using var response = await Send(request, end.Token);
            context.Response.StatusCode = (int)response.StatusCode;
            context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
            await Copy(await response.Content.ReadAsStreamAsync(end.Token), context.Response.Body, end.Token);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException && !context.Response.HasStarted)
        {
            await Say(context, StatusCodes.Status502BadGateway, $"The bridge cannot be reached: {e.Message}");
        }
        catch (Exception e) when (end.IsCancellationRequested || e is HttpRequestException or IOException)
        {
            // The page was left, the sandbox stops, or the bridge went away in the middle: the page asks again.
        }
    }

    private HttpRequestMessage Request(HttpRequest asked, Uri bridge)
    {
        var path = asked.Path.Value![Prefix.Length..];
        var request = new HttpRequestMessage(new HttpMethod(asked.Method), new Uri(bridge, $"/api/v1{path}{asked.QueryString}"));
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {options.BridgeKey}");
        if (asked.Headers.TryGetValue("Last-Event-ID", out var lastEventId))
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId.ToString());
        }

        if (HttpMethods.IsPost(asked.Method))
        {
            request.Content = new StreamContent(asked.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", asked.ContentType);
        }

        return request;
    }

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request, CancellationToken end)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(end);
        patience.CancelAfter(Patience);
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        }
        catch (OperationCanceledException e) when (!end.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {Patience.TotalSeconds:0} seconds", e);
        }
    }

    /// <summary>What has come goes on at once, as a stream of events needs it.</summary>
    private static async Task Copy(Stream from, Stream to, CancellationToken end)
    {
        var buffer = new byte[16 * 1024];
        await to.FlushAsync(end);
        while (await from.ReadAsync(buffer, end) is > 0 and var length)
        {
            await to.WriteAsync(buffer.AsMemory(0, length), end);
            await to.FlushAsync(end);
        }
    }

    private static Task Say(HttpContext context, int status, string title)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new Problem(title), WireJson.Default.Problem, "application/problem+json");
    }
}
