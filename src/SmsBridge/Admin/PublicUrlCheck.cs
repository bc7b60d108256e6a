using Microsoft.Extensions.Options;
using SmsBridge.Hosting;
using SmsBridge.Twilio;
using SmsBridge.Work;

namespace SmsBridge.Admin;

/// <summary>Whether webhooks that Twilio sends to <c>Public:BaseUrl</c> reach a bridge, as far as this machine can tell.</summary>
internal sealed class PublicUrlCheck(IOptions<PublicOptions> options) : ICheck
{
    /// <summary>What the bridge says to a webhook that is nobody's; a proxy's 403 says something else.</summary>
    private const string Ours = "AccountSid";

    public Task<IReadOnlyList<Probe>> Probes(CancellationToken cancellationToken)
    {
        var baseUrl = options.Value.BaseUrl;
        return Task.FromResult<IReadOnlyList<Probe>>([Probe.Of(null, token => Ask(PublicUrl.Inbound(baseUrl), token))]);
    }

    private static async Task<Finding> Ask(string url, CancellationToken cancellationToken)
    {
        using var http = OutgoingHttp.Client(OutgoingHttp.ProbeBytes);
        try
        {
            using var answer = await http.GetAsync(new Uri(url), cancellationToken);
            var body = await Transport.RefusalText(answer.Content, cancellationToken);
            return Judge(url, (int)answer.StatusCode, body, answer.Headers.Location);
        }
        catch (HttpRequestException error)
        {
            return error.HttpRequestError == HttpRequestError.SecureConnectionError
                ? Finding.Fail(
                    $"{url}: the certificate is not accepted",
                    "Twilio refuses such a certificate too: install one from a public authority, with its chain."
                )
                : Finding.Fail(
                    $"{url}: {Transport.Read("it", error, out _).Reason}",
                    "Start smsbridge serve; then check name, port, proxy and firewall of Public:BaseUrl."
                );
        }
    }

    private static Finding Judge(string url, int status, string body, Uri? target) =>
        status switch
        {
            403 when body.Contains(Ours, StringComparison.Ordinal) => url.StartsWith("https://", StringComparison.Ordinal)
                ? Finding.Ok($"{url} leads to a bridge")
                : Finding.Warn(
                    $"{url} leads to a bridge, without TLS",
                    "Texts and phone numbers pass in the clear: put a TLS proxy in front and write https://."
                ),
            >= 300 and < 400 => Finding.Fail(
                $"{url} redirects to {target}",
                "Set Public:BaseUrl to where it ends: Twilio signs the address that it calls."
            ),
            502 or 503 or 504 => Finding.Fail(
                $"{url} answers {status}",
                "The proxy does not reach the bridge: start smsbridge serve, and point the proxy at Public:Listen."
            ),
            _ => Finding.Fail(
                $"{url} answers {status}, which no bridge does",
                "Something else answers there. Check host and path of Public:BaseUrl, and what the proxy does with the path."
            ),
        };
}
