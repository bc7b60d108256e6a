using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using SmsBridge.Hosting;
using Twilio.Security;

namespace SmsBridge.Twilio.Webhooks;

/// <summary>Tells whether a webhook comes from Twilio: its signature covers the public URL and every field.</summary>
internal sealed class WebhookSignature(IOptions<PublicOptions> options)
{
    private const string Header = "X-Twilio-Signature";

    /// <summary>Base64 of the 20 bytes of an HMAC-SHA1.</summary>
    private const int Length = 28;

    private readonly PublicUrl url = new(options.Value.BaseUrl);

    /// <returns>The signature that the request has; null where there is none, or one that cannot be Twilio's.</returns>
    public static string? Claim(HttpRequest request)
    {
        Span<byte> bytes = stackalloc byte[Length];
        return
            request.Headers[Header].ToString() is { Length: Length } claim
            && Convert.TryFromBase64String(claim, bytes, out var written)
            && written == 20
            ? claim
            : null;
    }

    public bool IsValid(HttpRequest request, TwilioForm form, TwilioAccount account)
    {
        if (Claim(request) is not { } claim)
        {
            return false;
        }

        // What comes in the URL of a GET is signed with the URL.
        var fields = HttpMethods.IsGet(request.Method) ? [] : form.ForSignature();
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

        // A validator is not safe to share: it keeps one HMAC.
        return url.Candidates(target)
            .Any(candidate => account.Tokens.Any(token => new RequestValidator(token).Validate(candidate, fields, claim)));
    }
}
