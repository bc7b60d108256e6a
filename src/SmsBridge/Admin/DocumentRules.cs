using System.Text.RegularExpressions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using SmsBridge.Handoff;
using SmsBridge.Hosting;

namespace SmsBridge.Admin;

/// <summary>What the document says once: what this is, how to sign in, the tags, and the schemas that are published elsewhere too.</summary>
internal sealed partial class DocumentRules : IOpenApiDocumentTransformer
{
    public const string SecurityScheme = "apiKey";

    private const string About = """
        SmsBridge lets people text a phone number and talk to a PolyAI agent, and hands threads over to people. This is the API for operators and
        desks, on the listener `Ops:Listen`. The public listener has nothing but Twilio's two webhooks, whose shapes are Twilio's; they are not
        described here. What queues of type `webhook` and `rabbitmq` get is described in the AsyncAPI document at `/asyncapi/v1.json`.

        **Signing in.** Send `Authorization: Bearer KEY`. Keys are made with `smsbridge keys create`, or with `POST /api/v1/keys`; the first one is
        `Ops:BootstrapKey`. A key has a role: `viewer` reads, `operator` also changes what daily work needs, `admin` also sees keys and the audit
        log. `x-role` of an operation is the role that it needs; each role may do what those before it may.

        **Lists** are `{ "items": [ … ], "next": cursor }`: give `next` back as `cursor` for the following page; null is the last one.

        **Times** are ISO 8601 in UTC, **durations** `hh:mm:ss`, **ids** UUIDs. A `+` in a query is written `%2B`. Members and
        query parameters that a request must not have are refused with their name; answers may get more members at any time.

        **Problems** are `application/problem+json` (RFC 9457). Where one status has several reasons, `code` tells them apart.
        """;

    private static readonly (string Name, string Description)[] Tags =
    [
        ("Numbers", "How each number behaves. A change takes effect on every instance within 2 s, for conversations opened later."),
        ("Threads", "A thread is the lasting pair of one of our numbers and a customer, with all their messages."),
        ("Messages", "Texts that we start, and files that came with messages."),
        ("Consents", "Who may be texted, and who said so when and how."),
        ("Handoffs", "The agent passed a thread to people: following, accepting, writing, giving back."),
        ("Queues", "Where handoff events wait for a desk; queues of type `postgres` are pulled from here."),
        ("Failures", "Work that gave up, and another try."),
        ("Customers", "Everything of one customer, to be read or to be gone."),
        ("Webhooks", "Webhooks that were refused, explained."),
        ("Keys", "API keys."),
        ("Audit", "Who changed what."),
        ("Health", "For load balancers and orchestrators."),
        ("Schemas", "What tools need to know of this API and of the events."),
    ];

    public async Task TransformAsync(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        document.Info = new OpenApiInfo
        {
            Title = "SmsBridge",
            Version = OpenApiFeature.DocumentName,
            Summary = "The API for operators and desks",
            Description = About,
        };
        document.Servers = [new OpenApiServer { Url = "http://127.0.0.1:8081", Description = "The default of Ops:Listen" }];
        document.Tags = Tags.Select(t => new OpenApiTag { Name = t.Name, Description = t.Description }).ToHashSet();
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [SecurityScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An API key: `sbk_` and 40 letters and digits, or the one of the setting `Ops:BootstrapKey`.",
            },
        };
        var schemas = new SortedDictionary<string, IOpenApiSchema>(
            document.Components.Schemas ?? new Dictionary<string, IOpenApiSchema>(),
            StringComparer.Ordinal
        );
        foreach (var (name, schema) in SharedSchemas.All(document))
        {
            schemas[name] = schema;
        }

        schemas[SharedSchemas.Handoff] = new OpenApiSchema
        {
            Description = "A handoff: what has become of it, and the data of its first event.",
            AllOf =
            [
                await context.GetOrCreateSchemaAsync(typeof(HandoffProgress), cancellationToken: cancellationToken),
                new OpenApiSchemaReference(SharedSchemas.RequestedData, document),
            ],
        };
        // The package leaves a member empty that may be null and has a converter.
        var members = schemas["Failure"].Properties!;
        members["event"] = new OpenApiSchemaReference(SharedSchemas.HandoffEvent, document) { Description = members["event"].Description };
        document.Components.Schemas = schemas;
        await RemoveUnused(document, cancellationToken);
    }

    /// <summary>Types that only schemas of other origin, or problems, were made of.</summary>
    private static async Task RemoveUnused(OpenApiDocument document, CancellationToken cancellationToken)
    {
        var schemas = document.Components!.Schemas!;
        for (var before = 0; before != schemas.Count; )
        {
            before = schemas.Count;
            var text = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellationToken);
            var used = Reference().Matches(text).Select(m => m.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
            foreach (var unused in schemas.Keys.Except(used).ToList())
            {
                schemas.Remove(unused);
            }
        }
    }

    [GeneratedRegex("\"#/components/schemas/(?<name>[^\"]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
