using Microsoft.Extensions.Options;
using SmsBridge.Hosting;
using SmsBridge.Numbers;

namespace SmsBridge.Twilio.Webhooks;

internal static class TwilioFeature
{
    public static IServiceCollection AddTwilio(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TwilioOptions>().Bind(configuration.GetSection("Twilio")).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<TwilioOptions>, TwilioOptionsValidator>()
            .AddSingleton<IValidateOptions<TwilioOptions>>(
                new ReadableEntries<TwilioOptions, TwilioAccountOptions>(configuration.GetSection("Twilio:Accounts"))
            )
            .AddKnownNames<TwilioOptions>("account", "Twilio:Accounts", o => o.Accounts.Keys)
            .AddSingleton<TwilioAccounts>()
            .AddSingleton<TwilioRest>()
            .AddSingleton<TwilioClient>()
            .AddSingleton<TwilioSender>()
            .AddSingleton<MediaClient>()
            .AddSingleton<TwilioNumbers>()
            .AddSingleton<NumberConnector>()
            .AddCheck<CredentialsCheck>("twilio")
            .AddCheck<WebhooksCheck>("webhooks")
            .AddCheck<SignaturesCheck>("webhook signatures")
            .AddSingleton<WebhookSignature>()
            .AddSingleton<WebhookAuthenticator>()
            .AddSingleton<SignatureExplainer>()
            .AddSingleton<RejectionStore>()
            .AddSingleton<Rejections>()
            .AddHostedService(s => s.GetRequiredService<Rejections>());
    }

    public static void MapTwilio(this IEndpointRouteBuilder app, PublicOptions options)
    {
        var webhooks = app.MapGroup("/twilio")
            .OnListener(Listener.Public)
            .WithMetadata(new RequestSize(options.MaxWebhookBytes))
            .ExcludeFromDescription();
        webhooks.MapMethods("/inbound", ["POST", "GET"], InboundWebhook.Receive);
        webhooks.MapPost("/status/{messageId}", StatusWebhook.Receive);
    }
}
