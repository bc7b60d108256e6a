using Microsoft.Extensions.Options;
using SmsBridge.Ops;

namespace SmsBridge.Twilio;

internal static class TwilioFeature
{
    /// <summary>Twilio's largest webhooks are a few kilobytes.</summary>
    private const long LargestWebhook = 256 * 1024;

    public static IServiceCollection AddTwilio(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TwilioOptions>().Bind(configuration.GetSection("Twilio")).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<TwilioOptions>, TwilioOptionsValidator>()
            .AddSingleton<IValidateOptions<TwilioOptions>>(
                new ReadableEntries<TwilioOptions, TwilioAccountOptions>(configuration.GetSection("Twilio:Accounts"))
            )
            .AddSingleton<TwilioAccounts>()
            .AddSingleton<TwilioClient>()
            .AddSingleton<MediaClient>()
            .AddSingleton<TwilioNumbers>()
            .AddCheck<CredentialsCheck>("twilio")
            .AddCheck<WebhooksCheck>("webhooks")
            .AddSingleton<WebhookSignature>();
    }

    public static void MapTwilio(this IEndpointRouteBuilder app)
    {
        var webhooks = app.MapGroup("/twilio")
            .OnListener(Listener.Public)
            .WithMetadata(new RequestSize(LargestWebhook))
            .ExcludeFromDescription();
        webhooks.MapMethods("/inbound", ["POST", "GET"], InboundWebhook.Receive);
        webhooks.MapPost("/status/{messageId}", StatusWebhook.Receive);
    }
}
