using Microsoft.AspNetCore.Diagnostics;
using SmsBridge.Hosting;
using SmsBridge.Inbound;

namespace SmsBridge.Dashboard;

/// <summary>What the console shows where a page fails: in words, with what to do.</summary>
internal sealed class ConsoleProblems(SpoolLog spool, ILogger<ConsoleProblems> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var endpoint = httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        if (endpoint?.Metadata.GetMetadata<ConsoleEndpoint>() is null)
        {
            return false;
        }

        var (status, title, text) = Explain(exception);
        if (status >= StatusCodes.Status500InternalServerError)
        {
            log.PageFailed(endpoint.DisplayName ?? "unknown", exception);
        }

        await Pages.Message(httpContext, status, title, text).ExecuteAsync(httpContext);
        return true;
    }

    private (int Status, string Title, string Text) Explain(Exception exception) =>
        exception switch
        {
            BadHttpRequestException bad => (bad.StatusCode, "That did not work", bad.Message),
            InvalidDataException bad => (StatusCodes.Status400BadRequest, "That did not work", bad.Message),
            _ when Problems.IsNotStorable(exception) => (StatusCodes.Status400BadRequest, "That did not work", Problems.NotStorable),
            TimeoutException => NoDatabase(),
            _ when Problems.IsDatabaseAway(exception) => NoDatabase(),
            _ => (
                StatusCodes.Status500InternalServerError,
                "A fault of the bridge",
                "This page could not be made. The bridge's log has more (event 1302)."
            ),
        };

    private (int Status, string Title, string Text) NoDatabase() =>
        (
            StatusCodes.Status503ServiceUnavailable,
            "The database does not answer",
            "Check that the Postgres server runs and is reached from here (ConnectionStrings:Bridge); smsbridge doctor says more. "
                + "Texts that come in meanwhile are kept on this instance's disk and worked on as soon as the database is back. "
                + (spool.HasTexts ? $"Waiting there: {(spool.Bytes / 1024) + 1} kB." : "None waits there now.")
        );
}
