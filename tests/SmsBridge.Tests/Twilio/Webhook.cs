using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using SmsBridge.Hosting;
using SmsBridge.Twilio;
using SmsBridge.Twilio.Webhooks;

namespace SmsBridge.Tests.Twilio;

/// <summary>Builds requests as the server would hand them over, without a server.</summary>
internal static class Webhook
{
    public const string Token = "0123456789abcdef0123456789abcdef";

    /// <summary>A real webhook body: spaces as plus signs, percent-encoded UTF-8, and an empty field.</summary>
    public const string Body =
        "ToCountry=US&MessageSid=SM00000000000000000000000000000001&SmsMessageSid=SM00000000000000000000000000000001"
        + "&SmsSid=SM00000000000000000000000000000001&SmsStatus=received&NumMedia=0&NumSegments=1&FromCity="
        + "&Body=H%C3%A9llo+%26+%E2%80%9Chi%E2%80%9D+%F0%9F%91%8D+a%3Db+%2B1&From=%2B14155550101&To=%2B14155550199"
        + "&AccountSid=AC00000000000000000000000000000001&ApiVersion=2010-04-01";

    public static HttpRequest Post(string target, string body, string? signature = null)
    {
        var request = Request("POST", target, signature);
        request.ContentType = "application/x-www-form-urlencoded; charset=utf-8";
        request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        return request;
    }

    public static HttpRequest Get(string target, string? signature = null)
    {
        var request = Request("GET", target, signature);
        request.QueryString = target.Contains('?') ? new QueryString(target[target.IndexOf('?')..]) : QueryString.Empty;
        return request;
    }

    public static async Task<bool> IsValid(string baseUrl, HttpRequest request, params string[] tokens)
    {
        var account = new TwilioAccount("main", "AC1", tokens.Length == 0 ? [Token] : tokens, "Basic eA==");
        var form = await TwilioForm.Read(request);
        return new WebhookSignature(Options.Create(new PublicOptions { BaseUrl = baseUrl })).IsValid(request, form, account);
    }

    public static Task<TwilioForm> Form(string body) => TwilioForm.Read(Post("/twilio/inbound", body));

    private static HttpRequest Request(string method, string target, string? signature)
    {
        var context = new DefaultHttpContext();
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
        context.Request.Method = method;
        if (signature is not null)
        {
            context.Request.Headers["X-Twilio-Signature"] = signature;
        }

        return context.Request;
    }
}
