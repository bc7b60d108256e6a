using System.Collections.Frozen;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SmsBridge.Hosting;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Storage;

namespace SmsBridge.Twilio.Webhooks;

/// <summary><c>GET /api/v1/messages/{id}/media/{index}</c>: a customer's file, for desks, without the provider's credentials.</summary>
internal static class MediaApi
{
    private const int BufferSize = 64 * 1024;

    /// <summary>What a browser may show. All else, SVG and HTML above all, could run as a page of ours and is only offered for saving.</summary>
    private static readonly FrozenSet<string> Shown = new[]
    {
        "image/jpeg",
        "image/png",
        "image/gif",
        "image/webp",
        "image/bmp",
        "image/tiff",
        "image/heic",
        "image/heif",
        "application/pdf",
        "text/plain",
        "text/vcard",
        "text/x-vcard",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The files, wherever messages are shown.</summary>
    public static RouteHandlerBuilder MapMessageFiles(this IEndpointRouteBuilder messages) =>
        messages.MapGet("/messages/{id:guid}/media/{index:int}", Get).HoldsItsConnection();

    public static void MapMedia(this IEndpointRouteBuilder api) =>
        api.MapMessageFiles()
            .WithTags("Messages")
            .Documented(
                "getMedia",
                "A file that came with a message",
                "Fetched from Twilio on the way, with the account's credentials. Pictures, sound, video, PDF, plain text and contacts come with their own "
                    + "type; everything else as `application/octet-stream`, to be saved."
            )
            .GivesFile()
            .Refuses(
                Problem(StatusCodes.Status403Forbidden, MediaClient.NotTheAccounts),
                Problem(StatusCodes.Status404NotFound, $"Message {Story.Message} has no file 3."),
                Problem(StatusCodes.Status413PayloadTooLarge, MediaClient.TooLong(10485760)),
                Problem(StatusCodes.Status502BadGateway, MediaClient.Refused),
                Problem(StatusCodes.Status504GatewayTimeout, MediaClient.TooSlow)
            );

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Get(
        Guid id,
        int index,
        IDbContextFactory<BridgeDbContext> contexts,
        NumberBook numbers,
        TwilioAccounts accounts,
        MediaClient client,
        IOptions<TwilioOptions> options,
        HttpContext http
    )
    {
        await using var context = await contexts.CreateDbContextAsync(http.RequestAborted);
        var found = await context
            .Messages.AsNoTracking()
            .Where(m => m.Id == id)
            .Select(m => new { m.Media, context.Threads.First(t => t.Id == m.ThreadId).Number })
            .SingleOrDefaultAsync(http.RequestAborted);
        if (InboundMedia.Read(found?.Media).ElementAtOrDefault(index) is not { } media)
        {
            return Problem(
                StatusCodes.Status404NotFound,
                found is null ? $"There is no message {id}." : $"Message {id} has no file {index}."
            );
        }

        if (numbers.Find(found!.Number) is not { } number || accounts.Named(number.TwilioAccount) is not { } account)
        {
            return Problem(
                StatusCodes.Status404NotFound,
                "The message's number, or its Twilio account, is no longer configured. Put it back."
            );
        }

        var (file, problem) = await client.Open(media.Url, account, http.RequestAborted);
        return file is null ? Problem(problem!.Status, problem.Reason) : Serve(file, $"{id}-{index}", options.Value.MaxMediaBytes, http);
    }

    private static PushStreamHttpResult Serve(MediaFile file, string name, long most, HttpContext http)
    {
        http.Response.RegisterForDispose(file);
        http.Response.ContentLength = file.Length;
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers.CacheControl = "private, no-store";
        var shown = file.ContentType is { } type && IsShown(type);
        return TypedResults.Stream(
            body => Copy(file, body, most, http),
            shown ? file.ContentType : "application/octet-stream",
            shown ? null : name
        );
    }

    private static bool IsShown(string type) =>
        Shown.Contains(type)
        || type.StartsWith("audio/", StringComparison.OrdinalIgnoreCase)
        || type.StartsWith("video/", StringComparison.OrdinalIgnoreCase);

    /// <summary>The status has gone out when it turns out that a file is too long or too slow: the connection breaks off, so nobody takes it for whole.</summary>
    private static async Task Copy(MediaFile file, Stream body, long most, HttpContext http)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(file.Limit.Token, http.RequestAborted);
        var (buffer, copied) = (new byte[BufferSize], 0L);
        try
        {
            int read;
            while ((read = await file.Content.ReadAsync(buffer, either.Token)) > 0)
            {
                copied += read;
                if (copied > most)
                {
                    http.Abort();
                    return;
                }

                await body.WriteAsync(buffer.AsMemory(0, read), either.Token);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or HttpRequestException)
        {
            http.Abort();
        }
    }

    private static ProblemHttpResult Problem(int status, string detail) => TypedResults.Problem(detail, statusCode: status);
}
