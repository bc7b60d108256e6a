using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using SmsBridge.Hosting;

namespace SmsBridge.Admin;

/// <summary>What every operation says in the same way: its role, its problems, its examples, its headers.</summary>
internal sealed class OperationRules : IOpenApiOperationTransformer
{
    private static readonly Dictionary<string, string> PathParameters = new(StringComparer.Ordinal)
    {
        ["id"] = "A UUID, as lists, links and events give it.",
        ["number"] = "The number as configured, for example `+14155550123`; the plus sign may be written `%2B`.",
        ["name"] = "The queue's name under `Queues` in the settings.",
        ["index"] = "The file's place in the message's `media`, from 0 on.",
    };

    public async Task TransformAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var needsKey = metadata.OfType<IAuthorizeData>().Any() && !metadata.OfType<IAllowAnonymous>().Any();
        Role? role = needsKey ? Roles.NeededFor(metadata, context.Description.HttpMethod!) : null;
        if (role is { } needed)
        {
            operation.Security = [new() { [new OpenApiSecuritySchemeReference(DocumentRules.SecurityScheme, context.Document)] = [] }];
            operation.AddExtension("x-role", new JsonNodeExtension(needed.Name()));
            operation.Description += $"\n\nNeeds a key with the role `{needed.Name()}`{(needed == Role.Admin ? "" : " or a higher one")}.";
        }

        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>().Where(p => p.In == ParameterLocation.Path) ?? [])
        {
            parameter.Description ??= PathParameters.GetValueOrDefault(parameter.Name!);
        }

        ShowExamples(operation, metadata, new Examples(context.ApplicationServices));
        if (metadata.OfType<FileAnswer>().Any())
        {
            var file = new OpenApiMediaType
            {
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
            };
            Answer(operation, StatusCodes.Status200OK).Content = new Dictionary<string, OpenApiMediaType> { ["*/*"] = file };
        }

        AddHeaders(operation);
        await AddProblems(operation, context, role, cancellationToken);
    }

    private static void ShowExamples(OpenApiOperation operation, IList<object> metadata, Examples examples)
    {
        foreach (var example in metadata.OfType<BodyExample>())
        {
            if (example.Status is not { } status)
            {
                examples.Add(operation.RequestBody!.Content!, example);
                continue;
            }

            var answer = Answer(operation, status);
            answer.Content ??= new Dictionary<string, OpenApiMediaType>();
            examples.Add(answer.Content, example);
        }
    }

    private static OpenApiResponse Answer(OpenApiOperation operation, int status)
    {
        operation.Responses ??= [];
        if (operation.Responses.GetValueOrDefault(Key(status)) is not OpenApiResponse answer)
        {
            operation.Responses[Key(status)] = answer = new OpenApiResponse { Description = "OK" };
        }

        return answer;
    }

    private static void AddHeaders(OpenApiOperation operation)
    {
        foreach (var (status, answer) in operation.Responses ?? [])
        {
            if (status is "201" or "202" && answer is OpenApiResponse made)
            {
                made.Headers = Header("Location", "Where the result is to be seen: a path of this API.", JsonSchemaType.String);
            }
        }
    }

    private static async Task AddProblems(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        Role? role,
        CancellationToken cancellationToken
    )
    {
        var problems = context
            .Description.ActionDescriptor.EndpointMetadata.OfType<ProblemExample>()
            .Select(p => p.Problem)
            .Concat(CommonProblems.Of(operation, role))
            .GroupBy(p => p.Status!.Value)
            .OrderBy(g => g.Key);
        foreach (var group in problems)
        {
            context.Document!.AddComponent(
                nameof(Problem),
                await context.GetOrCreateSchemaAsync(typeof(Problem), cancellationToken: cancellationToken)
            );
            operation.Responses ??= [];
            operation.Responses[Key(group.Key)] = new OpenApiResponse
            {
                Description = ReasonPhrases.GetReasonPhrase(group.Key),
                Headers =
                    group.Key == StatusCodes.Status429TooManyRequests
                        ? Header("Retry-After", "Seconds until it is worth another try.", JsonSchemaType.Integer)
                        : null,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new()
                    {
                        Schema = new OpenApiSchemaReference(nameof(Problem), context.Document),
                        Examples = Examples.Of(group),
                    },
                },
            };
        }
    }

    private static Dictionary<string, IOpenApiHeader> Header(string name, string description, JsonSchemaType type) =>
        new()
        {
            [name] = new OpenApiHeader
            {
                Description = description,
                Schema = new OpenApiSchema { Type = type },
            },
        };

    private static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);
}
