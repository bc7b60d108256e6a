using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace SmsBridge.Observability;

/// <summary>Marks endpoints whose requests are not worth a trace: those that machines make every few seconds.</summary>
internal sealed record Untraced;

internal static class RequestSpans
{
    /// <summary>Behind routing: names the request's span after its route, never its path.</summary>
    public static void UseRequestSpans(this IApplicationBuilder app) =>
        app.Use(
            static (context, next) =>
                context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span
                    ? Traced(context, span, next)
                    : next(context)
        );

    private static async Task Traced(HttpContext context, Activity span, RequestDelegate next)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<Untraced>() is not null)
        {
            // What it calls sees that, and is not traced either.
            span.IsAllDataRequested = false;
            span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            await next(context);
            return;
        }

        var route = (endpoint as RouteEndpoint)?.RoutePattern.RawText?.TrimEnd('/');
        span.DisplayName = route is null ? context.Request.Method : $"{context.Request.Method} {route}";
        span.SetTag("http.request.method", context.Request.Method);
        span.SetTag("http.route", route);
        await next(context);
        span.SetTag("http.response.status_code", context.Response.StatusCode);
        if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
        {
            span.SetTag(SpanTags.Error, $"{context.Response.StatusCode}");
            span.SetStatus(ActivityStatusCode.Error);
        }
    }
}
