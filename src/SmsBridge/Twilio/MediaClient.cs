using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using SmsBridge.Hosting;

namespace SmsBridge.Twilio;

/// <summary>A file that was not fetched: the HTTP status for whoever asked, and why.</summary>
internal sealed record MediaProblem(int Status, string Reason);

/// <summary>A file on its way: read <see cref="Content"/>, then dispose.</summary>
internal sealed record MediaFile(HttpResponseMessage Response, Stream Content, CancellationTokenSource Limit) : IDisposable
{
    public string? ContentType => Response.Content.Headers.ContentType?.MediaType;

    public long? Length => Response.Content.Headers.ContentLength;

    public void Dispose()
    {
        Content.Dispose();
        Response.Dispose();
        Limit.Dispose();
    }
}

/// <summary>Fetches files from Twilio, from nowhere else (<see cref="MediaAddress"/>).</summary>
internal sealed class MediaClient : IDisposable
{
    public const string NotTheAccounts = "The file's address is not one of its Twilio account's: it is not fetched.";
    public const string TooSlow = "Twilio did not give the file within Twilio:MediaTimeout.";
    public const string Refused = "Twilio refuses the account's credentials for the file: check its AuthTokens or its API key.";

    private const int MaxRedirects = 3;

    private readonly TwilioOptions options;
    private readonly TimeProvider time;
    private readonly MediaAddress addresses;
    private readonly HttpClient http;

    public MediaClient(IOptions<TwilioOptions> options, TimeProvider time)
    {
        (this.options, this.time) = (options.Value, time);
        addresses = new MediaAddress(options.Value);

        // Whoever passes a file on stops at Twilio:MaxMediaBytes and breaks off there.
        http = OutgoingHttp.Client(long.MaxValue, connect: Connect);
    }

    public static string TooLong(long most) => $"The file has more than {most} bytes (Twilio:MaxMediaBytes).";

    /// <summary>Opens a file; exactly one of the two results is null.</summary>
    public async Task<(MediaFile? File, MediaProblem? Problem)> Open(string url, TwilioAccount account, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var target) || !addresses.IsMedia(target, account))
        {
            return (null, new(StatusCodes.Status403Forbidden, NotTheAccounts));
        }

        var limit = new CancellationTokenSource(options.MediaTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var (response, problem) = await Follow(target, account, either.Token);
            if (response is not null)
            {
                return (new MediaFile(response, await response.Content.ReadAsStreamAsync(either.Token), limit), null);
            }

            limit.Dispose();
            return (null, problem);
        }
        catch (HttpRequestException error)
        {
            limit.Dispose();
            return (null, new(StatusCodes.Status502BadGateway, $"The file's host cannot be reached ({error.HttpRequestError})."));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            limit.Dispose();
            return (null, new(StatusCodes.Status504GatewayTimeout, TooSlow));
        }
    }

    public void Dispose() => http.Dispose();

    /// <summary>Redirects, step by step: each target is checked, and the credentials stay behind.</summary>
    private async Task<(HttpResponseMessage? Response, MediaProblem? Problem)> Follow(
        Uri first,
        TwilioAccount account,
        CancellationToken cancellationToken
    )
    {
        var target = first;
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, target);
            if (MediaAddress.IsSameOrigin(first, target))
            {
                request.Headers.TryAddWithoutValidation("Authorization", account.Authorization);
            }

            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if ((int)response.StatusCode is 301 or 302 or 303 or 307 or 308 && response.Headers.Location is { } location)
            {
                response.Dispose();
                target = new Uri(target, location);
                if (redirects == MaxRedirects || !addresses.IsRedirect(target))
                {
                    return (
                        null,
                        new(StatusCodes.Status502BadGateway, "Twilio sends on to a host that is not its own, or too often: not followed.")
                    );
                }

                continue;
            }

            if (Problem(response) is { } problem)
            {
                response.Dispose();
                return (null, problem);
            }

            return (response, null);
        }
    }

    private MediaProblem? Problem(HttpResponseMessage response) =>
        response.StatusCode switch
        {
            HttpStatusCode.OK => response.Content.Headers.ContentLength > options.MaxMediaBytes
                ? new(StatusCodes.Status413PayloadTooLarge, TooLong(options.MaxMediaBytes))
                : null,
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new(
                StatusCodes.Status404NotFound,
                "Twilio no longer has the file, or not yet."
            ),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(StatusCodes.Status502BadGateway, Refused),
            var status => new(StatusCodes.Status502BadGateway, $"Twilio answered {(int)status} instead of the file."),
        };

    /// <summary>Looks at the very address that is connected to: a name that leads elsewhere at the second look-up changes nothing.</summary>
    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var target = context.DnsEndPoint;
        var found = await Dns.GetHostAddressesAsync(target.Host, cancellationToken);

        // To a proxy, which the operator set up, the connection goes under another name than the request's.
        var isProxy = !string.Equals(context.InitialRequestMessage.RequestUri!.IdnHost, target.Host, StringComparison.OrdinalIgnoreCase);
        var allowed = isProxy || addresses.MayBePrivate(target) ? found : Array.FindAll(found, MediaAddress.IsPublic);
        if (allowed.Length == 0)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "The name leads to no public address.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
