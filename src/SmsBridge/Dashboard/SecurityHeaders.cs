namespace SmsBridge.Dashboard;

/// <summary>What browsers are told of every answer of the console: run nothing but our files, keep nothing, show it in no frame.</summary>
internal static class SecurityHeaders
{
    public const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public static void UseConsoleHeaders(this IApplicationBuilder app) =>
        app.Use(
            (http, next) =>
            {
                if (http.Request.Path.StartsWithSegments(Links.Root, StringComparison.OrdinalIgnoreCase))
                {
                    // As the answer begins: whoever handles an error clears what was set before.
                    http.Response.OnStarting(Set, http.Response);
                    Links.Of(http);
                }

                return next(http);
            }
        );

    private static Task Set(object state)
    {
        var headers = ((HttpResponse)state).Headers;
        headers.TryAdd("Content-Security-Policy", Policy);
        headers.TryAdd("X-Content-Type-Options", "nosniff");
        headers.TryAdd("Referrer-Policy", "same-origin");
        headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
        headers.TryAdd("Cache-Control", "no-store");
        return Task.CompletedTask;
    }
}
