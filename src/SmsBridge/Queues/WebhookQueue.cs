using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using SmsBridge.Hosting;
using SmsBridge.Work;

namespace SmsBridge.Queues;

/// <summary>Posts each event, signed, to a URL.</summary>
internal sealed class WebhookQueue : IHandoffQueue, IDisposable
{
    public const string Kind = "webhook";

    private readonly string queue;
    private readonly string name;
    private readonly Uri url;
    private readonly TimeProvider time;
    private readonly StandardWebhook signature;
    private readonly HttpClient http;

    public WebhookQueue(string queue, WebhookSettings settings, TimeProvider time)
    {
        (this.queue, name, this.time) = (queue, $"queue '{queue}'", time);
        (url, Timeout) = (new Uri(settings.Url), settings.Timeout);
        signature = new StandardWebhook(settings.Secret, settings.PreviousSecret);
        http = OutgoingHttp.Client(OutgoingHttp.ProbeBytes);
        http.DefaultRequestHeaders.UserAgent.ParseAdd("SmsBridge");
    }

    public TimeSpan Timeout { get; }

    public static QueueKind KindIn(IServiceProvider services) =>
        QueueKind.Of<WebhookSettings>(
            Kind,
            (name, settings) => new WebhookQueue(name, settings, services.GetRequiredService<TimeProvider>())
        );

    public async Task<Failure?> Publish(HandoffEvent handoffEvent, CancellationToken cancellationToken)
    {
        // The time of this try, which receivers hold against a replay; the id stays the same, by which they know a repetition.
        var body = Encoding.UTF8.GetBytes(handoffEvent.Json);
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(CloudEvents.MediaType);
        signature.Sign(request, handoffEvent.Id.ToString(), time.GetUtcNow(), body);
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return Read(answer.StatusCode, Transport.RetryAfter(answer.Headers, time));
        }
        catch (HttpRequestException error)
        {
            return Transport.Read(name, error, out _);
        }
    }

    public async Task<Finding> Examine(CancellationToken cancellationToken) =>
        await Reach.Obstacle(url, cancellationToken) is { } obstacle
            ? Finding.Fail(obstacle, $"Check host and port of Queues:{queue}:Url, its server, and the way there: name, proxy, firewall.")
            : Finding.Over(url, $"{url.Scheme}://{url.Authority} can be reached; no event was posted");

    public void Dispose() => http.Dispose();

    /// <summary>The body is left aside: a receiver may repeat the customer's words in it.</summary>
    private Failure? Read(HttpStatusCode status, TimeSpan? retryAfter)
    {
        var (code, reason) = (((int)status).ToString(CultureInfo.InvariantCulture), $"{name} answered {(int)status}");
        return (int)status switch
        {
            >= 200 and <= 299 => null,
            410 => new Failure(FailureCategory.QueueStopped, $"{reason}: the receiver wants no more events", code),
            429 => new Failure(FailureCategory.RateLimited, reason, code, retryAfter),
            408 or >= 500 => new Failure(FailureCategory.Transient, reason, code, retryAfter),
            _ => (Transport.Redirected(status, reason, $"Queues:{queue}:Url") ?? new Failure(FailureCategory.Rejected, reason)) with
            {
                Code = code,
            },
        };
    }
}
