using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using SmsBridge.Handoff;
using SmsBridge.Handoff.Desk;
using SmsBridge.Hosting;
using SmsBridge.Numbers;
using SmsBridge.Observability;
using SmsBridge.Privacy;
using SmsBridge.Queues;
using SmsBridge.Threads;
using SmsBridge.Threads.Consent;
using SmsBridge.Threads.Proactive;
using SmsBridge.Twilio.Webhooks;

namespace SmsBridge.Admin;

internal static class OpsFeature
{
    private const long LargestRequest = 1024 * 1024;

    private static readonly AuthorizationPolicy Allowed = new AuthorizationPolicyBuilder()
        .RequireAuthenticatedUser()
        .AddRequirements(new RoleRequirement())
        .Build();

    /// <summary>What doctor looks at first, because the rest depends on it.</summary>
    public static IServiceCollection AddBasicChecks(this IServiceCollection services) =>
        services
            .AddCheck<SettingsCheck>("settings")
            .AddCheck<DatabaseCheck>("database")
            .AddCheck<ClockCheck>("clock")
            .AddCheck<WorkCheck>("work");

    public static IServiceCollection AddOps(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PublicOptions>().Bind(configuration.GetSection("Public")).ValidateOnStart();
        services.AddOptions<OpsOptions>().Bind(configuration.GetSection("Ops")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PublicOptions>, PublicOptionsValidator>();
        services.AddSingleton<IValidateOptions<OpsOptions>, OpsOptionsValidator>();
        services.AddPlaceholderCheck(configuration);
        services.AddHostedService<StartupReport>();
        services.AddProblemDetails().AddExceptionHandler<Problems>();
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddAuthentication(ApiKeys.SchemeName).AddScheme<AuthenticationSchemeOptions, ApiKeys>(ApiKeys.SchemeName, null);
        services.AddAuthorizationBuilder().SetDefaultPolicy(Allowed);
        services.AddSingleton<IAuthorizationHandler, RoleRequirement>();
        services.AddSingleton<KeyBook>().AddSingleton<KeyRing>().AddSingleton<KeyStore>().AddSingleton<SignInLimit>();
        services
            .AddSingleton<Doctor>()
            .AddCheck<PublicUrlCheck>("public url")
            .AddCheck<ExposureCheck>("public url")
            .AddCheck<KeysCheck>("keys");
        services.AddSingleton<AuditLog>().AddScoped<AuditNote>();
        services.AddSingleton<FailureReplays>();
        services.AddSingleton<BacklogQuery>().AddSingleton<Backlog>().AddSingleton<IInstruments, BacklogMetrics>();
        services.AddOpenApiDocument();
        return services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.Converters.Add(new DurationConverter());
            o.SerializerOptions.Converters.Add(new UtcConverter());
            o.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            o.SerializerOptions.RespectNullableAnnotations = true;
            o.SerializerOptions.RespectRequiredConstructorParameters = true;
            o.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        });
    }

    public static void MapOps(this WebApplication app)
    {
        app.MapHealth();
        app.MapMetrics();
        app.MapOpenApiDocument();
        app.MapSchemas();
        var api = app.MapGroup("/api/v1").OnListener(Listener.Ops).RequireAuthorization().WithMetadata(new RequestSize(LargestRequest));
        api.CheckWords();
        api.MapNumbers();
        api.MapThreads();
        api.MapConsents();
        api.MapStartedTexts();
        api.MapMedia();
        api.MapHandoff();
        api.MapLiveAgent();
        api.MapFailures();
        api.MapKeys();
        api.MapAudit();
        api.MapWebhookRejections();
        api.MapCustomers();
    }
}
