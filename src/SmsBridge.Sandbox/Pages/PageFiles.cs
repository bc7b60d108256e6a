using System.Reflection;

namespace SmsBridge.Sandbox.Pages;

/// <summary>Serves the pages' files, which are embedded in the assembly, under a strict content security policy.</summary>
internal static class PageFiles
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly (string Path, string File, string Type)[] Files =
    [
        ("/", "phone.html", "text/html; charset=utf-8"),
        ("/desk", "desk.html", "text/html; charset=utf-8"),
        ("/phone.js", "phone.js", "text/javascript; charset=utf-8"),
        ("/desk.js", "desk.js", "text/javascript; charset=utf-8"),
        ("/desk-api.js", "desk-api.js", "text/javascript; charset=utf-8"),
        ("/desk-list.js", "desk-list.js", "text/javascript; charset=utf-8"),
        ("/desk-talk.js", "desk-talk.js", "text/javascript; charset=utf-8"),
        ("/dom.js", "dom.js", "text/javascript; charset=utf-8"),
        ("/base.css", "base.css", "text/css; charset=utf-8"),
        ("/phone.css", "phone.css", "text/css; charset=utf-8"),
        ("/desk.css", "desk.css", "text/css; charset=utf-8"),
        ("/icon.svg", "icon.svg", "image/svg+xml"),
    ];

    public static void Map(WebApplication app)
    {
        foreach (var (path, file, type) in Files)
        {
            var content = Read(file);
            app.MapGet(
                path,
                context =>
                {
                    context.Response.ContentType = type;
                    return context.Response.Body.WriteAsync(content, context.RequestAborted).AsTask();
                }
            );
        }
    }

    /// <summary>Headers of every answer.</summary>
    public static Task Guard(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        return next(context);
    }

    private static byte[] Read(string file)
    {
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream($"pages/{file}")
            ?? throw new InvalidOperationException($"The page file {file} is not embedded.");
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return buffer.ToArray();
    }
}
