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
using SmsBridge.Agents;
using SmsBridge.Agents.ChatApi;
using SmsBridge.Numbers;
using SmsBridge.Queues;
using SmsBridge.Storage;
using SmsBridge.Tests.Layout;

namespace SmsBridge.Tests.Admin;

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
              "ConnectionStrings": {
                "type": "object",
                "description": "The database.",
                "properties": {
                  "Bridge": { "type": "string", "description": "Postgres, as an Npgsql connection string. Secret: it holds a password." }
                }
              },
              "Logging": {
                "type": "object",
                "description": "What .NET's logging writes.",
                "properties": {
                  "LogLevel": {
                    "type": "object",
                    "additionalProperties": { "type": "string" },
                    "description": "The lowest level that is written, by category. Categories whose lines hold request paths stay at Warning."
                  },
                  "Console": {
                    "type": "object",
                    "properties": {
                      "FormatterName": {
                        "type": "string",
                        "enum": ["simple", "json", "systemd"],
                        "description": "`json`: each line is a JSON object, with event id and trace id.",
                        "default": "simple"
                      }
                    }
                  }
                }
              },
              "OTEL_EXPORTER_OTLP_ENDPOINT": {
                "type": ["string", "null"],
                "description": "A collector to which traces, metrics and logs go. OpenTelemetry's other variables are read too: see operations.md."
              }
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
        ComparePage("docs/numbers.md", ReferencePage.Number((JsonObject)schema["properties"]!["numbers"]!["items"]!));
    }

    [Fact]
    public void The_schema_of_the_settings_is_what_the_options_give()
    {
        var words = new Dictionary<string, string[]>
        {
            ["AgentOptions.Transport"] = [.. Registered<AgentKind>().Select(k => k.Transport).Order()],
            ["ChatSettings.Region"] = Regions.Names,
            ["QueueOptions.Type"] = [.. Kinds.Select(k => k.Type)],
        };
        var sections = (JsonObject)Foreign.DeepClone();
        foreach (var (section, options) in Sections())
        {
            // What a kind of queue has besides is the kind's own.
            sections[section] = SchemaWriter.Of(Settings.GetTypeInfo(options), words, typeof(QueueOptions));
            sections[section]!["description"] = SchemaWriter.Purpose(options);
        }

        // There is one kind of agent, and an entry without Transport is of it: its settings are known in every entry.
        var agent = (JsonObject)sections["Agents"]!["additionalProperties"]!["properties"]!;
        foreach (var (member, about) in OwnSettings(Registered<AgentKind>().Single().Settings, words))
        {
            agent[member] = about!.DeepClone();
        }

        var queue = (JsonObject)sections["Queues"]!["additionalProperties"]!;
        queue["allOf"] = new JsonArray([.. Kinds.Select(k => (JsonNode)OfKind(k, words))]);

        var schema = Head("Settings of SmsBridge", "appsettings.json; environment variables override it.", sections);
        Compare("appsettings.schema.json", schema);
        ComparePage("docs/settings.md", ReferencePage.Settings(schema));
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

    /// <summary>The kinds of queue that the service registers, in the order of their words.</summary>
    private static List<QueueKind> Kinds { get; } = [.. Registered<QueueKind>().OrderBy(k => k.Type, StringComparer.Ordinal)];

    private static List<TKind> Registered<TKind>()
    {
        using var app = (IDisposable)BridgeHost.Build([]);
        return [.. ((WebApplication)app).Services.GetServices<TKind>()];
    }

    private static JsonObject OwnSettings(Type settings, Dictionary<string, string[]> words) =>
        (JsonObject)SchemaWriter.Of(Settings.GetTypeInfo(settings), words)["properties"]!;

    /// <summary>Where <c>Type</c> is the kind's word, its own settings are known.</summary>
    private static JsonObject OfKind(QueueKind kind, Dictionary<string, string[]> words) =>
        new()
        {
            ["if"] = new JsonObject
            {
                ["properties"] = new JsonObject { ["Type"] = new JsonObject { ["const"] = kind.Type } },
                ["required"] = new JsonArray("Type"),
            },
            ["then"] = new JsonObject { ["properties"] = OwnSettings(kind.Settings, words).DeepClone() },
        };

    private static JsonObject Head(string title, string description, JsonObject properties) =>
        new()
        {
            ["$schema"] = Dialect,
            ["title"] = title,
            ["description"] = description,
            ["type"] = "object",
            ["properties"] = properties,
        };

    private static void Compare(string file, JsonObject schema) => Compare(file, _ => SchemaWriter.Text(schema));

    /// <summary>A page is written by people but for its block of tables.</summary>
    private static void ComparePage(string file, string tables) => Compare(file, page => ReferencePage.With(page, tables));

    private static void Compare(string file, Func<string, string> wanted)
    {
        var path = Path.Combine(Sources.Root, file);
        var now = File.Exists(path) ? File.ReadAllText(path) : "";
        if (Environment.GetEnvironmentVariable(WriteThem) == "1")
        {
            File.WriteAllText(path, now = wanted(now));
        }

        (now == wanted(now)).ShouldBeTrue($"{file} is not what the types give. Write it anew with: ./dev schemas");
    }
}
