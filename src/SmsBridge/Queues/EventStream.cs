using System.Text;
using Npgsql;

namespace SmsBridge.Queues;

/// <summary>
/// Handoff events as server-sent events (WHATWG HTML, 9.2), until the client goes or the host stops. <c>id</c> is the event's place, <c>event</c> its
/// type, <c>data</c> the CloudEvent in one line.
/// </summary>
/// <param name="handoffId">Null: the events of all handoffs.</param>
/// <param name="after">The place to begin after; null: the first event of the handoff, or what comes from now on.</param>
internal sealed class EventStream(EventStreamFeed feed, Guid? handoffId, long? after, TimeProvider time, CancellationToken stopping)
    : IResult
{
    /// <summary>Proxies end connections that are silent for a minute or less.</summary>
    private static readonly TimeSpan KeepAliveAfter = TimeSpan.FromSeconds(15);

    /// <summary>
    /// What is being written as the host stops may still reach the client: Kestrel resets the connection of a write that is cancelled, and a client
    /// whose stream just ends knows that it has all that was sent.
    /// </summary>
    private static readonly TimeSpan LastWrite = TimeSpan.FromSeconds(1);

    /// <summary>How long a client waits before it connects again, in milliseconds.</summary>
    private static readonly byte[] Beginning = Encoding.UTF8.GetBytes("retry: 2000\n\n");

    private static readonly byte[] KeepAlive = Encoding.UTF8.GetBytes(": still here\n\n");

    private CancellationToken writing;
    private long place;
    private long writtenAt;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        using var writes = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted);
        await using var last = stopping.Register(() => writes.CancelAfter(LastWrite));
        writing = writes.Token;
        var response = httpContext.Response;
        try
        {
            using var listener = await feed.Listen(either.Token);
            place = after ?? (handoffId is null ? listener.Last : 0);
            response.ContentType = "text/event-stream";
            response.Headers.CacheControl = "no-store";
            response.Headers["X-Accel-Buffering"] = "no";
            await Write(response, Beginning);
            while (true)
            {
                await Follow(response, either.Token);
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The client is gone, or this host is about to be.
        }
        catch (Exception error) when (response.HasStarted && error is NpgsqlException or IOException)
        {
            // The client connects again and goes on where it was.
        }
    }

    /// <summary>Writes what is there, or waits for it.</summary>
    private async Task Follow(HttpResponse response, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var latest = feed.Latest;
        if (place >= latest.To)
        {
            await Wait(response, latest.Next, cancellationToken);
            return;
        }

        var behind = place < latest.From;
        var events = behind
            ? await feed.CatchUp(place, latest.To, handoffId, cancellationToken)
            : latest.Events.Where(e => e.Position > place && (handoffId is null || e.HandoffId == handoffId)).ToList();
        foreach (var found in events)
        {
            await Write(response, found.Frame);
        }

        place = behind && events.Count == EventStreamFeed.AtOnce ? events[^1].Position : latest.To;
    }

    private async Task Wait(HttpResponse response, Task next, CancellationToken cancellationToken)
    {
        var left = KeepAliveAfter - time.GetElapsedTime(writtenAt);
        if (left <= TimeSpan.Zero)
        {
            await Write(response, KeepAlive);
            return;
        }

        await next.WaitAsync(left, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Returns once the client's side has room for it.</summary>
    private async Task Write(HttpResponse response, byte[] bytes)
    {
        await response.Body.WriteAsync(bytes, writing);
        await response.Body.FlushAsync(writing);
        writtenAt = time.GetTimestamp();
    }
}
