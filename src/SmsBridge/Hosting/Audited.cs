namespace SmsBridge.Hosting;

/// <summary>How an endpoint that changes state gets into the audit log; a test holds that each says so.</summary>
/// <param name="Action">As the log has it, <c>thread.close</c>; null: it is not logged.</param>
/// <param name="Why">Why it is not logged.</param>
internal sealed record Audited(string? Action, string? Why = null);

/// <summary>What an endpoint says about the change that it made. One a request.</summary>
internal sealed class AuditNote
{
    public bool HasChanged { get; private set; }

    public object? Before { get; private set; }

    public object? After { get; private set; }

    /// <summary>To be said as soon as the change is made: what comes after it may fail.</summary>
    public void Changed(object? before, object? after) => (HasChanged, Before, After) = (true, before, after);
}

internal static class AuditedEndpoints
{
    /// <summary>Writes an entry for the change that the endpoint told its <see cref="AuditNote"/>. Its subject is the value of a route parameter.</summary>
    public static RouteHandlerBuilder AuditedAs(this RouteHandlerBuilder endpoint, string action, string subjectParameter = "id") =>
        endpoint
            .WithMetadata(new Audited(action))
            .AddEndpointFilter(
                async (context, next) =>
                {
                    try
                    {
                        return await next(context);
                    }
                    finally
                    {
                        await Write(context.HttpContext, action, subjectParameter);
                    }
                }
            );

    /// <summary>The entry is written by the store, in the transaction of the change.</summary>
    public static TBuilder AuditedInStore<TBuilder>(this TBuilder endpoint, string action)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Audited(action));

    public static TBuilder NotAudited<TBuilder>(this TBuilder endpoint, string why)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Audited(null, why));

    /// <summary>Not cancelled with the request: the change is made.</summary>
    private static async Task Write(HttpContext http, string action, string subjectParameter)
    {
        var note = http.RequestServices.GetRequiredService<AuditNote>();
        if (!note.HasChanged)
        {
            return;
        }

        var subject = http.GetRouteValue(subjectParameter)?.ToString() ?? "";
        var actor = await Actor.BindAsync(http);
        await http
            .RequestServices.GetRequiredService<AuditLog>()
            .Write(actor, action, subject, note.Before, note.After, CancellationToken.None);
    }
}
