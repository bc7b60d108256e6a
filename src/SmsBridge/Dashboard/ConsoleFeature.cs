using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using SmsBridge.Hosting;
using SmsBridge.Twilio.Webhooks;

namespace SmsBridge.Dashboard;

/// <summary>Marks what belongs to the console.</summary>
internal sealed record ConsoleEndpoint;

internal static class ConsoleFeature
{
    /// <summary>The file of numbers has a limit of its own. A document is three times as long in a form, at the most.</summary>
    private const long LargestForm = 256 * 1024;

    private static readonly AuthorizationPolicy Allowed = new AuthorizationPolicyBuilder(ConsoleSession.SchemeName)
        .RequireAuthenticatedUser()
        .AddRequirements(new RoleRequirement())
        .Build();

    public static IServiceCollection AddConsole(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<ConsoleOptions>()
            .Bind(configuration.GetSection("Console"))
            // The binder takes 24:00:00 for 24 days.
            .Configure(o =>
                o.SessionLifetime = DurationConverter.Parse(configuration["Console:SessionLifetime"] ?? "") ?? o.SessionLifetime
            )
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<ConsoleOptions>, ConsoleOptionsValidator>();
        services.AddRazorComponents();
        services.AddExceptionHandler<ConsoleProblems>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ConsoleSession>(ConsoleSession.SchemeName, null);
        return services
            .AddSingleton<SessionStore>()
            .AddSingleton<TrafficReader>()
            .AddSingleton<WorkReader>()
            .AddSingleton<HandoffReader>()
            .AddSingleton<Checkup>()
            .AddSingleton<TroubleFinder>()
            .AddSingleton<OverviewReader>()
            .AddSingleton<NumberEditor>()
            .AddSingleton<ThreadReader>();
    }

    /// <summary>Everything below <c>/console</c>; pages are seen by all who have signed in unless they say otherwise, forms need an operator.</summary>
    public static void MapConsole(this WebApplication app)
    {
        app.MapGet("/", (HttpContext http) => TypedResults.Redirect(Links.Of(http).To("")))
            .OnListener(Listener.Ops)
            .AllowAnonymous()
            .ExcludeFromDescription();
        var console = app.MapGroup(Links.Root)
            .OnListener(Listener.Ops)
            .RequireAuthorization(Allowed)
            .WithMetadata(new ConsoleEndpoint(), new RequestSize(LargestForm))
            .ExcludeFromDescription();
        console.MapFiles();
        console.MapMessageFiles();
        console.MapOverview();
        console.MapNumberPages();
        console.MapThreadPages();
        console.MapHandoffPages();
        console.MapFailurePages();
        console.MapQueuePages();
        console.MapChecks();
        console.MapAuditPages();
        console.MapKeyPages();
        console.MapGet("/{**rest}", (HttpContext http) => Pages.Missing(http, "There is no such page."));

        var forms = console.MapGroup("").AddEndpointFilter(FormGuard.Check);
        console.MapSignIn(forms);
        forms.MapNumberForms();
        forms.MapNumbersFileForms();
        forms.MapThreadForms();
        forms.MapFailureForms();
        forms.MapQueueForms();
        forms.MapKeyForms();
    }
}
