using System.Text;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>Webhooks made by hand, for what Twilio itself would not send.</summary>
internal static class Webhook
{
    private static readonly HttpClient Http = new();

    /// <summary>Posts fields, signed over <paramref name="signedUrl"/>.</summary>
    /// <param name="url">Where it goes.</param>
    /// <param name="signedUrl">Null: the same.</param>
    public static Task<Answer> Post(
        string url,
        IReadOnlyList<KeyValuePair<string, string>> fields,
        string? signedUrl = null,
        string? token = null,
        params (string Name, string Value)[] headers
    )
    {
        var signature = TwilioSignature.Sign(token ?? TwilioAccount.Default.PrimaryToken, signedUrl ?? url, fields);
        var body = string.Join('&', fields.Select(f => $"{Uri.EscapeDataString(f.Key)}={Uri.EscapeDataString(f.Value)}"));
        return PostRaw(url, body, signature, headers);
    }

    public static Task<Answer> PostRaw(string url, string body, string? signature, params (string Name, string Value)[] headers) =>
        Send(
            new HttpRequestMessage(HttpMethod.Post, url)
            {
                Content = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded"),
            },
            signature,
            headers
        );

    public static Task<Answer> Get(string url, string? signature) => Send(new HttpRequestMessage(HttpMethod.Get, url), signature);

    /// <summary>The fields of an inbound text, with a fresh message sid.</summary>
    public static List<KeyValuePair<string, string>> Text(string from, string to, string body, params (string Name, string Value)[] more) =>
        [
            new("MessageSid", BridgeUnderTest.NewSid()),
            new("AccountSid", TwilioAccount.Default.Sid),
            new("From", from),
            new("To", to),
            new("Body", body),
            .. more.Select(m => KeyValuePair.Create(m.Name, m.Value)),
        ];

    private static async Task<Answer> Send(HttpRequestMessage request, string? signature, params (string Name, string Value)[] headers)
    {
        using (request)
        {
            if (signature is not null)
            {
                request.Headers.TryAddWithoutValidation("X-Twilio-Signature", signature);
            }

            foreach (var (name, value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var response = await Http.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            return new Answer((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, body, response.Headers);
        }
    }
}
