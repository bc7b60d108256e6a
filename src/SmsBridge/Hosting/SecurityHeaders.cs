namespace SmsBridge.Hosting;

/// <summary>What every answer tells browsers, unless its endpoint says something else.</summary>
internal static class SecurityHeaders
{
    public static void UseSecurityHeaders(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                context.Response.OnStarting(Add, context);
                return next(context);
            }
        );

    private static Task Add(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        headers.TryAdd("X-Content-Type-Options", "nosniff");
        headers.TryAdd("Referrer-Policy", "no-referrer");
        headers.TryAdd("X-Frame-Options", "DENY");
        if (context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) != true)
        {
            // What is data never runs as a page, and is no part of another one.
            headers.TryAdd("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        }

        if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            headers.TryAdd("Cache-Control", "no-store");
        }

        return Task.CompletedTask;
    }
}
