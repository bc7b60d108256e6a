using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace SmsBridge.Twilio;

/// <summary>
/// Which addresses may be asked for a file. What a webhook calls a media URL must not make the bridge send its credentials, or any request, to
/// somebody else's host or into the network that it stands in.
/// </summary>
internal sealed partial class MediaAddress(TwilioOptions options)
{
    private readonly Uri api = new(options.ApiUrl);

    /// <summary>Hosts that the operator named, private ones too.</summary>
    private readonly List<Uri> own = [new(options.ApiUrl), .. options.MediaOrigins.Select(o => new Uri(o))];

    /// <summary>Where a file of this account may lie, and the credentials may go: the media of a message of the account at Twilio's API, nothing else there.</summary>
    public bool IsMedia(Uri url, TwilioAccount account) =>
        IsApi(url)
        && url.UserInfo.Length == 0
        && url.Query.Length == 0
        && url.AbsolutePath.StartsWith($"/2010-04-01/Accounts/{account.Sid}/", StringComparison.Ordinal)
        && MediaPath().IsMatch(url.AbsolutePath);

    /// <summary>Where Twilio may send us on to, without credentials unless it is the same origin.</summary>
    public bool IsRedirect(Uri url) =>
        url.UserInfo.Length == 0
        && (own.Exists(o => IsSameOrigin(o, url)) || (IsHttps(url) && (TwilioHost().IsMatch(url.Host) || IsTwiliosBucket(url))));

    public static bool IsSameOrigin(Uri a, Uri b) =>
        a.Scheme == b.Scheme && a.Port == b.Port && string.Equals(a.Host, b.Host, StringComparison.OrdinalIgnoreCase);

    /// <summary>A host that the operator named may be private; any other name must lead to the public internet, whatever DNS says.</summary>
    public bool MayBePrivate(DnsEndPoint target) =>
        own.Exists(o => string.Equals(o.IdnHost, target.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase) && o.Port == target.Port);

    /// <summary>False for what RFC 6890 keeps for other uses than the public internet.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return IsPublic(address.MapToIPv4());
        }

        var b = address.GetAddressBytes();
        return address.AddressFamily == AddressFamily.InterNetwork
            ? (b[0], b[1], b[2]) switch
            {
                (0 or 10 or 127 or >= 224, _, _) => false,
                (100, >= 64 and < 128, _) => false,
                (169, 254, _) => false,
                (172, >= 16 and < 32, _) => false,
                (192, 168, _) or (192, 0, 0 or 2) => false,
                (198, 18 or 19, _) or (198, 51, 100) or (203, 0, 113) => false,
                _ => true,
            }
            // Global unicast is 2000::/3; Teredo (2001::/32) and 6to4 (2002::/16) carry another address inside, 2001:db8::/32 is for examples.
            : (b[0] & 0xE0) == 0x20
                && (b[0], b[1], b[2], b[3]) is not (0x20, 0x01, 0, 0) and not (0x20, 0x02, _, _) and not (0x20, 0x01, 0x0D, 0xB8);
    }

    /// <summary>Twilio keeps files in a bucket of its own at Amazon S3, whose name is the first part of the path or of the host.</summary>
    private static bool IsTwiliosBucket(Uri url) =>
        StorageHost().Match(url.Host) is { Success: true } host
        && (host.Groups["bucket"].Success || url.AbsolutePath.StartsWith("/media.twiliocdn.com/", StringComparison.Ordinal));

    private bool IsApi(Uri url) => IsSameOrigin(api, url) || (IsHttps(url) && ApiHost().IsMatch(url.Host));

    private static bool IsHttps(Uri url) => url.Scheme == Uri.UriSchemeHttps && url.IsDefaultPort;

    [GeneratedRegex(
        @"/Messages/(SM|MM)[0-9a-fA-F]{32}/Media/ME[0-9a-fA-F]{32}\z",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex MediaPath();

    [GeneratedRegex(
        @"^(?<bucket>media\.twiliocdn\.com\.)?s3([.-][a-z0-9-]+)*\.amazonaws\.com\z",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex StorageHost();

    /// <summary>With a region or an edge and a region: <c>api.ie1.twilio.com</c>, <c>api.dublin.ie1.twilio.com</c>.</summary>
    [GeneratedRegex(
        @"^api(\.[a-z0-9-]+){0,2}\.twilio\.com\z",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex ApiHost();

    [GeneratedRegex(
        @"^([a-z0-9-]+\.)+(twilio|twiliocdn)\.com\z",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex TwilioHost();
}
