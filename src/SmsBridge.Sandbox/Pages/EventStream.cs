using System.Text;

namespace SmsBridge.Sandbox.Pages;

/// <summary>Server-sent events to one page.</summary>
internal static class EventStream
{
    public static async Task Open(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    /// <param name="json">One line, as System.Text.Json writes it.</param>
    public static async Task Send(HttpContext context, string name, byte[] json, CancellationToken stop)
    {
        var body = context.Response.Body;
        await body.WriteAsync(Encoding.UTF8.GetBytes($"event: {name}\ndata: "), stop);
        await body.WriteAsync(json, stop);
        await body.WriteAsync("\n\n"u8.ToArray(), stop);
        await body.FlushAsync(stop);
    }
}
