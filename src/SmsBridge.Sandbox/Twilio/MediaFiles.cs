using System.Collections.Concurrent;
using System.Globalization;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.Sandbox.Twilio;

/// <summary>A request for a file, as the API or the CDN saw it.</summary>
/// <param name="Host"><c>api</c> or <c>cdn</c>.</param>
internal sealed record MediaRequest(string Host, string Path, string? Authorization);

/// <summary>
/// Files of inbound messages: the Media resource asks for the account's credentials and redirects to a second listener, Twilio's CDN, which
/// refuses credentials and wants the signed address.
/// </summary>
internal sealed class MediaFiles(SidSource sids) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, (byte[] Bytes, string ContentType)> files = new(StringComparer.Ordinal);
    private LocalServer? cdn;

    /// <summary>Where redirects lead.</summary>
    public Uri CdnUrl => cdn!.Url;

    /// <summary>Every request, in order.</summary>
    public ConcurrentQueue<MediaRequest> Requests { get; } = new();

    /// <summary>Another target for the redirect; <c>{0}</c> is the file's signed path at the CDN.</summary>
    public string? RedirectTo { get; set; }

    /// <summary>Leaves out Content-Length, as a CDN that streams may.</summary>
    public bool WithoutLength { get; set; }

    public async Task Start() => cdn = await LocalServer.Start("http://127.0.0.1:0", app => app.MapGet("/{**path}", Deliver));

    /// <returns>The path at the API.</returns>
    public string Add(string accountSid, string messageSid, byte[] bytes, string contentType)
    {
        var path = $"/2010-04-01/Accounts/{accountSid}/Messages/{messageSid}/Media/{sids.Next("ME")}";
        files[path] = (bytes, contentType);
        return path;
    }

    /// <summary>GET on the Media resource, behind the check of the credentials.</summary>
    public Task Redirect(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        Requests.Enqueue(new MediaRequest("api", path, context.Request.Headers.Authorization));
        if (!files.ContainsKey(path))
            return TwilioErrors.Answer(context, 20404);
        context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
        var target = $"{path[1..]}?Signature=sandbox";
        context.Response.Headers.Location = RedirectTo is null
            ? new Uri(CdnUrl, target).AbsoluteUri
            : string.Format(CultureInfo.InvariantCulture, RedirectTo, target);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => cdn?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task Deliver(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        var authorization = (string?)context.Request.Headers.Authorization;
        Requests.Enqueue(new MediaRequest("cdn", path, authorization));
        if (authorization is not null || context.Request.Query["Signature"] != "sandbox")
        {
            // As S3 does: one way of authentication only.
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        if (!files.TryGetValue(path, out var file))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        context.Response.ContentType = file.ContentType;
        context.Response.ContentLength = WithoutLength ? null : file.Bytes.Length;
        await context.Response.Body.WriteAsync(file.Bytes, context.RequestAborted);
    }
}
