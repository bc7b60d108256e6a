using Microsoft.AspNetCore.Http.HttpResults;
using SmsBridge.Ops;

namespace SmsBridge.Twilio;

/// <summary><c>/api/v1/webhook-rejections</c>: why webhooks were refused.</summary>
internal static class RejectionsApi
{
    public static void MapWebhookRejections(this IEndpointRouteBuilder api) =>
        api.MapGet("/webhook-rejections", List)
            .WithTags("Webhooks")
            .WithSummary("Why webhooks were refused and what to do about it, a row for each cause, the latest first");

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
