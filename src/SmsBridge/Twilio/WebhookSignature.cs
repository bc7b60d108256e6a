using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using SmsBridge.Ops;
using Twilio.Security;

namespace SmsBridge.Twilio;

/// <summary>Tells whether a webhook comes from Twilio: its signature covers the public URL and every field.</summary>
internal sealed class WebhookSignature(IOptions<PublicOptions> options)
{
    private const string Header = "X-Twilio-Signature";

    private readonly PublicUrl url = new(options.Value.BaseUrl);

    public bool IsValid(HttpRequest request, TwilioForm form, TwilioAccount account)
    {
        var signature = request.Headers[Header].ToString();
        if (signature.Length == 0)
        {
            return false;
        }

        // What comes in the URL of a GET is signed with the URL.
        var fields = HttpMethods.IsGet(request.Method) ? [] : form.ForSignature();
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

        // A validator is not safe to share: it keeps one HMAC.
        return url.Candidates(target)
            .Any(candidate => account.Tokens.Any(token => new RequestValidator(token).Validate(candidate, fields, signature)));
    }
}
