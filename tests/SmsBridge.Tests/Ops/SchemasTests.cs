using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using SmsBridge.Admin;
using SmsBridge.Agents.ChatApi;
using SmsBridge.Numbers;
using SmsBridge.Queues;
using SmsBridge.Storage;
using SmsBridge.Tests.Layout;

namespace SmsBridge.Tests.Ops;

/// <summary>
/// The schemas for editors are what the types give. After a change of the types: <c>./dev schemas</c> writes them anew.
/// </summary>
public sealed class SchemasTests
{
    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";
    private const string WriteThem = "SMSBRIDGE_WRITE_SCHEMAS";

    /// <summary>Sections that have no options class of ours.</summary>
    private static readonly JsonObject Foreign = (JsonObject)
        JsonNode.Parse(
            """
            {
              "ConnectionStrings": { "type": "object", "properties": { "Bridge": { "type": "string", "description": "Postgres, as an Npgsql connection string. Better in an environment variable: it holds a password." } } },
              "Logging": { "type": "object", "description": "Levels of .NET's logging." }
            }
            """
        )!;

    [Fact]
    public void The_schema_of_the_numbers_file_is_what_the_document_gives()
    {
        var words = new Dictionary<string, string[]>
        {
            ["NumberDocument.FirstReply"] = FirstReplies.All,
            ["NumberDocument.OnTextDuringTurn"] = TextsDuringTurn.All,
            ["NumberDocument.OptOutReplies"] = OptOutReply.All,
            ["HandoffSettings.OnExpiry"] = PickupExpiry.All,
        };
        var schema = Head(
            "Numbers of SmsBridge",
            "The file of smsbridge apply and export.",
            new JsonObject
            {
                ["$schema"] = new JsonObject { ["type"] = "string" },
                ["numbers"] = new JsonObject { ["type"] = "array", ["items"] = SchemaWriter.Of(NumberJson.Default.NumberDocument, words) },
            }
        );
        schema["required"] = new JsonArray("numbers");
        schema["additionalProperties"] = false;

        Compare("numbers.schema.json", schema);
    }

    [Fact]
    public void The_schema_of_the_settings_is_what_the_options_give()
    {
        var words = new Dictionary<string, string[]>
        {
            ["AgentOptions.Region"] = Regions.Names,
            ["QueueOptions.Type"] = ["postgres", "rabbitmq", "webhook"],
        };
        var sections = (JsonObject)Foreign.DeepClone();
        foreach (var (section, options) in Sections())
        {
            // What a kind of queue has besides is the kind's own.
            sections[section] = SchemaWriter.Of(Settings.GetTypeInfo(options), words, typeof(QueueOptions));
        }

        Compare("appsettings.schema.json", Head("Settings of SmsBridge", "appsettings.json; environment variables override it.", sections));
    }

    [Fact]
    public async Task The_OpenAPI_document_is_what_the_endpoints_give()
    {
        await using var app = BridgeHost.Build([]);
        // Makes the endpoints known, as the start does.
        app.UseEndpoints(_ => { });
        var documents = app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(OpenApiFeature.DocumentName);

        var document = await documents.GetOpenApiDocumentAsync(TestContext.Current.CancellationToken);

        var json = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, TestContext.Current.CancellationToken);
        Compare("docs/openapi.json", (JsonObject)JsonNode.Parse(json)!);
    }

    [Fact]
    public void Every_section_of_the_settings_is_found() =>
        Sections()
            .Keys.ShouldBe([
                "Agents",
                "Console",
                "Handoff",
                "Limits",
                "Lookups",
                "Ops",
                "Privacy",
                "Public",
                "Queues",
                "Retention",
                "Spool",
                "Twilio",
            ]);

    /// <summary>Settable members under their own names, as the settings' reader takes them.</summary>
    private static readonly JsonSerializerOptions Settings = new()
    {
        RespectNullableAnnotations = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver
        {
            Modifiers =
            {
                type =>
                {
                    foreach (var property in type.Properties.Where(p => p.Set is null).ToList())
                    {
                        type.Properties.Remove(property);
                    }
                },
            },
        },
    };

    /// <summary>The sections that the service binds, each with its options class: what is asked of the settings when one is made.</summary>
    private static SortedDictionary<string, Type> Sections()
    {
        var asked = new AskedSettings();
        using var app = (IDisposable)BridgeHost.Build([], c => c.Add(asked));
        var services = ((WebApplication)app).Services;
        var found = new SortedDictionary<string, Type>(StringComparer.Ordinal);
        foreach (
            var type in typeof(BridgeDbContext)
                .Assembly.GetTypes()
                .Where(t => t is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false })
                .Where(t => services.GetServices(typeof(IOptionsChangeTokenSource<>).MakeGenericType(t)).Any())
        )
        {
            asked.First = null;
            var factory = typeof(IOptionsFactory<>).MakeGenericType(type);
            try
            {
                factory.GetMethod(nameof(IOptionsFactory<>.Create))!.Invoke(services.GetRequiredService(factory), [Options.DefaultName]);
            }
            catch (TargetInvocationException error) when (error.InnerException is OptionsValidationException)
            {
                // Empty settings are incomplete; they were read before that was found.
            }

            found.Add(asked.First.ShouldNotBeNull(), type);
        }

        // Read by hand, because each kind of queue reads its own settings out of the same entry.
        found.TryAdd("Queues", typeof(QueuesOptions));
        return found;
    }

    private static JsonObject Head(string title, string description, JsonObject properties) =>
        new()
        {
            ["$schema"] = Dialect,
            ["title"] = title,
            ["description"] = description,
            ["type"] = "object",
            ["properties"] = properties,
        };

    private static void Compare(string file, JsonObject schema)
    {
        var path = Path.Combine(Sources.Root, file);
        if (Environment.GetEnvironmentVariable(WriteThem) == "1")
        {
            File.WriteAllText(path, SchemaWriter.Text(schema));
        }

        (File.Exists(path) && File.ReadAllText(path) == SchemaWriter.Text(schema)).ShouldBeTrue(
            $"{file} is not what the types give. Write it anew with: ./dev schemas"
        );
    }
}
