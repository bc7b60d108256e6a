using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using SmsBridge.Hosting;

namespace SmsBridge.Twilio.Webhooks;

/// <summary>A webhook that Twilio signed.</summary>
internal sealed record SignedWebhook(TwilioForm Form, TwilioAccount Account);

/// <summary>
/// Lets in what Twilio signed. Everybody else hears the same, whatever is wrong, so that nobody learns which accounts there are; operators hear
/// why (<see cref="Rejections"/>).
/// </summary>
internal sealed class WebhookDoor(TwilioAccounts accounts, WebhookSignature signature, RefusalLimit limit, Rejections rejections)
{
    /// <returns>One of the two.</returns>
    public async Task<(SignedWebhook? Signed, ProblemHttpResult? Refusal)> Open(HttpRequest request)
    {
        var address = request.HttpContext.Connection.RemoteIpAddress;
        var claim = WebhookSignature.Claim(request);
        if (claim is null)
        {
            // It is refused whatever it holds. Its fields are read only to tell operators of a proxy that drops the header.
            if (limit.Count(address) is { } wait)
            {
                return (null, TooMany(request, wait));
            }
        }
        else if (!TwilioForm.MayHold(request))
        {
            return (null, TypedResults.Problem("Send a form, as Twilio does.", statusCode: StatusCodes.Status415UnsupportedMediaType));
        }

        var form = await TwilioForm.Read(request);
        var account = accounts.WithSid(form["AccountSid"] ?? "");
        if (claim is not null)
        {
            if (account is not null && signature.IsValid(request, form, account))
            {
                return (new SignedWebhook(form, account), null);
            }

            // Only now: what is signed rightly is let in however much is not.
            if (limit.Count(address) is { } wait)
            {
                return (null, TooMany(request, wait));
            }
        }

        var refused = RefusedWebhook.Of(request, claim, form, account);
        if (refused.IsLikeTwilios)
        {
            rejections.Note(refused);
        }

        return (null, Refused());
    }

    /// <summary>The words are known to <c>doctor</c>, which finds out by them that it reached a bridge.</summary>
    private static ProblemHttpResult Refused() =>
        TypedResults.Problem(
            "AccountSid and X-Twilio-Signature are not those of a Twilio account that is configured here.",
            statusCode: StatusCodes.Status403Forbidden
        );

    private static ProblemHttpResult TooMany(HttpRequest request, int seconds)
    {
        request.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem("Too many webhooks from this address were refused.", statusCode: StatusCodes.Status429TooManyRequests);
    }
}
