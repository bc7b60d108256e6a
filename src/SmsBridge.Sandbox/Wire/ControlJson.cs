using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SmsBridge.Sandbox.Wire;

/// <summary>Why a control call was refused.</summary>
internal sealed record Problem(string Title);

/// <summary>A control call that is refused for a reason that people can read.</summary>
internal sealed class ControlRefusal(string message) : Exception(message);

/// <summary>Reading and answering the <c>/sandbox/…</c> calls.</summary>
internal static class ControlJson
{
    private const string Curl = "application/x-www-form-urlencoded";

    /// <summary>
    /// Runs the call with its body; 400 with the reason when the body does not fit or the call refuses it. Text and files, which a page of another site
    /// can post without asking, are refused with 415; what <c>curl -d</c> sends is let pass, since browsers would say from where it comes.
    /// </summary>
    public static async Task Read<T>(HttpContext context, JsonTypeInfo<T> type, Func<T, Task> call)
    {
        if (
            context.Request.ContentType is { } sent
            && !context.Request.HasJsonContentType()
            && !sent.StartsWith(Curl, StringComparison.Ordinal)
        )
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            await context.Response.WriteAsJsonAsync(new Problem("Send JSON: Content-Type: application/json."), WireJson.Default.Problem);
            return;
        }

        try
        {
            var body = await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted);
            await call(body ?? throw new JsonException("The body is null."));
        }
        catch (Exception e) when (e is JsonException or ArgumentException or ControlRefusal)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsJsonAsync(new Problem(e.Message), WireJson.Default.Problem);
        }
    }

    /// <summary>204.</summary>
    public static Task Done(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>An integer query parameter, or its default.</summary>
    public static int Number(HttpContext context, string name, int otherwise) =>
        int.TryParse(context.Request.Query[name], out var value) ? value : otherwise;
}
