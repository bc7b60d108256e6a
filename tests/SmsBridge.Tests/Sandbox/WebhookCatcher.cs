using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SmsBridge.Sandbox.Twilio;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.Tests.Sandbox;

/// <summary>One caught webhook.</summary>
internal sealed record CaughtWebhook(
    string Url,
    IReadOnlyList<KeyValuePair<string, string>> Fields,
    string? Signature,
    string? IdempotencyToken
)
{
    public string this[string name] => Fields.Single(f => f.Key == name).Value;

    public bool IsSignedWith(string token) => Signature == TwilioSignature.Sign(token, Url, Fields);
}

/// <summary>Stands where the bridge would stand: answers webhooks and keeps them.</summary>
internal sealed class WebhookCatcher : IAsyncDisposable
{
    private LocalServer server = null!;

    public Journal<CaughtWebhook> Caught { get; } = new(TimeProvider.System, w => w.Fields.First(f => f.Key == "MessageSid").Value);

    /// <summary>Status, content type and body of the coming answers.</summary>
    public Queue<(int Status, string Type, string Body)> Answers { get; } = new();

    public string Url => $"{server.Url}hook?tenant=acme";

    public static async Task<WebhookCatcher> Start()
    {
        var catcher = new WebhookCatcher();
        catcher.server = await LocalServer.Start("http://127.0.0.1:0", app => app.MapPost("/hook", catcher.Catch));
        return catcher;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task Catch(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var headers = context.Request.Headers;
        Caught.Add(
            new CaughtWebhook(
                Url,
                [.. form.Select(f => new KeyValuePair<string, string>(f.Key, f.Value.ToString()))],
                headers["X-Twilio-Signature"],
                headers["I-Twilio-Idempotency-Token"]
            )
        );
        var (status, type, body) = Answers.TryDequeue(out var answer) ? answer : (200, "text/xml", "<Response/>");
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.WriteAsync(body);
    }
}
