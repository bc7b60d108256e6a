using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace SmsBridge.Hosting;

/// <summary>Turns what endpoints throw into problem details (RFC 9457) that name the fault and hide the rest.</summary>
internal sealed class Problems(ILogger<Problems> log) : IExceptionHandler
{
    public const string NoDatabase = "The database cannot be reached.";

    public const string NotStorable = "A value of this request cannot be stored.";

    public const string Fault = "The bridge has a fault; its log has more.";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (status, detail) = exception switch
        {
            BadHttpRequestException { InnerException: JsonException json } => (StatusCodes.Status400BadRequest, Explain(json)),
            BadHttpRequestException bad => (bad.StatusCode, bad.Message),
            InvalidDataException bad => (StatusCodes.Status400BadRequest, bad.Message),
            _ when IsNotStorable(exception) => (StatusCodes.Status400BadRequest, NotStorable),
            _ when IsDatabaseAway(exception) => (StatusCodes.Status503ServiceUnavailable, NoDatabase),
            _ => (StatusCodes.Status500InternalServerError, Fault),
        };
        if (status >= StatusCodes.Status500InternalServerError)
        {
            log.RequestFailed(httpContext.GetEndpoint()?.DisplayName ?? "unknown", exception);
        }

        await TypedResults.Problem(detail, statusCode: status).ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>
    /// It cannot be reached, takes no more connections, refuses ours (class 28), is not there (3D), or stopped the statement (57). EF Core wraps what it
    /// takes for passing.
    /// </summary>
    public static bool IsDatabaseAway(Exception? error) =>
        error is NpgsqlException { IsTransient: true } or (NpgsqlException and not PostgresException)
        || error is PostgresException { SqlState: ['2', '8', ..] or ['3', 'D', ..] or ['5', '7', ..] }
        || (error is InvalidOperationException or DbUpdateException && IsDatabaseAway(error.InnerException));

    /// <summary>
    /// Postgres's class 22, data exceptions, or no UTF-8 for Npgsql to send. Words are checked before (<see cref="RequestWords"/>); this is for what gets
    /// past, and it is the caller's value all the same.
    /// </summary>
    public static bool IsNotStorable(Exception? error) =>
        error is PostgresException { SqlState: ['2', '2', ..] } or EncoderFallbackException
        || (error is InvalidOperationException or DbUpdateException && IsNotStorable(error.InnerException));

    /// <summary>The serializer's own words name types of ours; callers need the member.</summary>
    public static string Explain(JsonException json)
    {
        const string unmapped = "The JSON property '";
        if (json.Message.StartsWith(unmapped, StringComparison.Ordinal))
        {
            var name = json.Message[unmapped.Length..].Split('\'')[0];
            return $"The member '{name}' is not known.";
        }

        var where = json.Path is { Length: > 1 } path ? $" at {path}" : "";
        var what = json.Message.Split(" Path: ")[0];
        return what.Contains("SmsBridge", StringComparison.Ordinal) || what.Contains("System.", StringComparison.Ordinal)
            ? Required(json.Message) ?? $"The JSON{where} has the wrong type."
            : $"The JSON cannot be read{where}: {what}";
    }

    private static string? Required(string message)
    {
        const string marker = "including: ";
        var at = message.IndexOf(marker, StringComparison.Ordinal);
        return at < 0 ? null : $"Required members are missing: {message[(at + marker.Length)..].Split(". ")[0].TrimEnd('.')}.";
    }
}
