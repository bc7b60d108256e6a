using Microsoft.AspNetCore.Mvc;

namespace SmsBridge.Hosting;

/// <summary>What an endpoint says of itself beyond its types. A test demands it of each.</summary>
internal static class DocumentedEndpoints
{
    /// <param name="id">The operation's id; programs made from the document name their methods by it.</param>
    public static RouteHandlerBuilder Documented(this RouteHandlerBuilder endpoint, string id, string summary, string description) =>
        endpoint.WithName(id).WithSummary(summary).WithDescription(description);

    /// <summary>An example of the request's body.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder endpoint, object body, string name = "usual") =>
        endpoint.WithMetadata(new BodyExample(null, name, body));

    /// <summary>An example of what the endpoint answers with.</summary>
    public static RouteHandlerBuilder Gives(this RouteHandlerBuilder endpoint, int status, object body, string name = "usual") =>
        endpoint.WithMetadata(new BodyExample(status, name, body));

    /// <summary>A 200 whose body its types do not tell: text, or a document that is JSON.</summary>
    public static RouteHandlerBuilder GivesText(this RouteHandlerBuilder endpoint, string contentType, string example) =>
        endpoint.WithMetadata(new BodyExample(StatusCodes.Status200OK, "usual", example, contentType));

    /// <summary>A 200 with a file of any type.</summary>
    public static RouteHandlerBuilder GivesFile(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new FileAnswer());

    /// <summary>Refusals, made by what makes them when they happen.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params IReadOnlyList<IResult> problems) =>
        endpoint.WithMetadata([.. problems.Select(p => new ProblemExample((ProblemDetails)((IValueHttpResult)p).Value!)).Cast<object>()]);
}
