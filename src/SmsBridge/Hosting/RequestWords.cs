using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace SmsBridge.Hosting;

/// <summary>
/// Refuses words that nobody can work with, before an endpoint sees them: in the path and the query of whatever the ops listener has, in the bodies of
/// the API, in the forms of the console. An endpoint that read its words itself would have to think of it.
/// </summary>
internal static class RequestWords
{
    /// <summary>Bytes; longer forms are no longer than a file of numbers.</summary>
    private const int InMemory = 4 * 1024 * 1024;

    /// <summary>Path and query. Behind the check of keys, so that only callers who may call hear about their words.</summary>
    public static void UseRequestWords(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                if (context.GetEndpoint() is { } endpoint && context.CameIn() == Listener.Ops)
                {
                    Check(context.Request, endpoint.Metadata.GetMetadata<QueryParameters>());
                }

                return next(context);
            }
        );

    /// <summary>For the endpoints of the API: names of their query, and the texts of their bodies.</summary>
    public static void CheckWords(this RouteGroupBuilder api)
    {
        ((IEndpointConventionBuilder)api).Finally(QueryParameters.Of);
        api.AddEndpointFilter(CheckBody);
    }

    /// <exception cref="BadHttpRequestException">400, which names the field.</exception>
    public static async Task<IFormCollection> ReadForm(HttpRequest request, CancellationToken cancellationToken)
    {
        request.EnableBuffering(InMemory);
        try
        {
            var form = await request.ReadFormAsync(cancellationToken);
            foreach (var (name, values) in form)
            {
                Check("The name of a field", name);
                foreach (var value in values)
                {
                    Check(Excerpt.Of(name), value);
                }
            }

            return form;
        }
        catch (IOException error) when (error is not BadHttpRequestException)
        {
            // It broke off, or has a chunk whose size is no number that there is.
            throw new BadHttpRequestException("The body cannot be read.", StatusCodes.Status400BadRequest, error);
        }
        catch (InvalidDataException) when (request.Body.CanSeek)
        {
            // The framework refuses U+0000 by itself, and does not say where it stands.
            request.Body.Position = 0;
            using var reader = new StreamReader(request.Body, leaveOpen: true);
            var fields = (await reader.ReadToEndAsync(cancellationToken)).Split('&');
            Check(Uri.UnescapeDataString(fields.FirstOrDefault(f => f.Contains("%00"))?.Split('=')[0] ?? "A field of the form"), "\0");
            throw;
        }
    }

    private static void Check(HttpRequest request, QueryParameters? parameters)
    {
        foreach (var (name, value) in request.RouteValues)
        {
            Check($"{name} in the path", value as string);
        }

        foreach (var (name, values) in request.Query)
        {
            Check("The name of a query parameter", name);
            foreach (var value in values)
            {
                Check(Excerpt.Of(name), value);
            }
        }

        if (parameters?.Mistake(request.Query) is { } mistake)
        {
            throw PageQuery.Bad(mistake);
        }
    }

    private static void Check(string what, string? text)
    {
        if (text is not null && Unstorable.Text(text) is { } why)
        {
            throw PageQuery.Bad($"{what} {why}");
        }
    }

    private static ValueTask<object?> CheckBody(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var type = context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
        var body = context.Arguments.FirstOrDefault(a => a is not null && a.GetType() == type);
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var property in body is null ? [] : type!.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.PropertyType == typeof(string) && property.GetValue(body) is string text && Unstorable.Text(text) is { } why)
            {
                var member = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
                errors[member] = [$"{member} {why}"];
            }
        }

        return errors.Count == 0 ? next(context) : ValueTask.FromResult<object?>(Refusal.Invalid(errors));
    }
}
