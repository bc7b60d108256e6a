using System.Globalization;

namespace SmsBridge.Sandbox.Wire;

/// <summary>Carries out how a fault ends a request.</summary>
internal static class FaultEndings
{
    private const string ProxyPage =
        "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";

    /// <summary>Ends the request; <paramref name="envelope"/> writes the provider's own JSON error for the fault.</summary>
    public static async Task End(this Fault fault, HttpContext context, Func<Task> envelope, CancellationToken stopping)
    {
        switch (fault.Ending)
        {
            case FaultEnding.Drop:
                context.Abort();
                return;
            case FaultEnding.Hang:
                await Hang(context, stopping);
                return;
            default:
                await Error(fault, context, envelope);
                return;
        }
    }

    private static async Task Hang(HttpContext context, CancellationToken stopping)
    {
        var silence = new TaskCompletionSource();
        await using var gone = context.RequestAborted.Register(() => silence.TrySetResult());
        await using var stopped = stopping.Register(() => silence.TrySetResult());
        await silence.Task;
        context.Abort();
    }

    private static async Task Error(Fault fault, HttpContext context, Func<Task> envelope)
    {
        context.Response.StatusCode = fault.Status;
        if (fault.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (fault.Body is FaultBody.Html)
        {
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync(
                ProxyPage.Replace("502 Bad Gateway", $"{fault.Status} Proxy Error", StringComparison.Ordinal)
            );
        }
        else if (fault.Body is not FaultBody.Empty)
        {
            await envelope();
        }
    }
}
