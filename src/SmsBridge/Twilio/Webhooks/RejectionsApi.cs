using Microsoft.AspNetCore.Http.HttpResults;
using SmsBridge.Hosting;

namespace SmsBridge.Twilio.Webhooks;

/// <summary><c>/api/v1/webhook-rejections</c>: why webhooks were refused.</summary>
internal static class RejectionsApi
{
    public static void MapWebhookRejections(this IEndpointRouteBuilder api) =>
        api.MapGet("/webhook-rejections", List)
            .WithTags("Webhooks")
            .Documented(
                "listWebhookRejections",
                "Why webhooks were refused and what to do about it, a row for each cause, the latest first",
                "At most 200 causes are kept, without any field of the webhooks. Requests that name no Twilio account are not explained."
            )
            .Gives(200, new Page<RejectionView>([Example], null));

    private static readonly RejectionView Example = new(
        Story.Other,
        "scheme",
        "/twilio/inbound",
        "main",
        "http://sms.example.com/twilio/inbound with token 1 of account 'main'",
        "Twilio signed the URL with http, Public:BaseUrl says https.",
        "Let the number's webhook in Twilio begin with https: smsbridge numbers connect does it.",
        3,
        Story.At(30),
        Story.At(41)
    );

    private static async Task<Ok<Page<RejectionView>>> List(
        RejectionStore store,
        [AsParameters] PageQuery page,
        CancellationToken cancellationToken
    )
    {
        var found = await store.List(TimeCursor.Parse(page.After), page.Size + 1, cancellationToken);
        return TypedResults.Ok(Page.Of(found, page.Size, r => new TimeCursor(r.LastAt, r.Id).ToString()));
    }
}
