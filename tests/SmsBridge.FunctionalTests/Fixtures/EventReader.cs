using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>One server-sent event, as the HTML standard has clients read it.</summary>
internal sealed record StreamedEvent(long Position, string Type, string Data)
{
    public JsonElement Event { get; } = JsonDocument.Parse(Data, new JsonDocumentOptions { MaxDepth = 1000 }).RootElement;

    public Guid EventId => Event.GetProperty("id").GetGuid();

    public Guid ThreadId => Event.GetProperty("subject").GetGuid();
}

/// <summary>A client that follows a stream of events, line by line.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    private readonly HttpClient http;
    private readonly HttpResponseMessage response;
    private readonly StreamReader lines;

    private EventReader(HttpClient http, HttpResponseMessage response, StreamReader lines) =>
        (this.http, this.response, this.lines) = (http, response, lines);

    public HttpResponseMessage Response => response;

    /// <summary>The comments and other lines that are no event, so far.</summary>
    public List<string> Asides { get; } = [];

    /// <param name="lastEventId">For the header; null leaves it out.</param>
    public static async Task<EventReader> Open(BridgeInstance instance, string path = "/api/v1/handoffs/events", long? lastEventId = null)
    {
        var client = new HttpClient { BaseAddress = new Uri(instance.OpsAddress), Timeout = TimeSpan.FromSeconds(60) };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", BridgeSettings.Key);
        if (lastEventId is { } id)
        {
            request.Headers.Add("Last-Event-ID", $"{id}");
        }

        var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        ((int)answer.StatusCode).ShouldBe(200);
        return new EventReader(client, answer, new StreamReader(await answer.Content.ReadAsStreamAsync(), Encoding.UTF8));
    }

    /// <summary>The next event; null when the server ended the stream in order.</summary>
    public async Task<StreamedEvent?> Next(TimeSpan? within = null)
    {
        using var patience = new CancellationTokenSource(within ?? Eventually.Patience);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await lines.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Length > 0 && line[0] != ':')
            {
                var (name, value) = (line.Split(':')[0], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].TrimStart(' '));
                fields.TryAdd(name, value).ShouldBeTrue("each field of an event is one line");
            }
            else if (line.Length == 0 && fields.TryGetValue("data", out var data))
            {
                return new StreamedEvent(long.Parse(fields["id"]), fields["event"], data);
            }
            else
            {
                Asides.Add(line);
                Asides.AddRange(fields.Select(f => $"{f.Key}: {f.Value}"));
                fields.Clear();
            }
        }

        return null;
    }

    public async Task<List<StreamedEvent>> Take(int count)
    {
        var taken = new List<StreamedEvent>();
        while (taken.Count < count)
        {
            taken.Add((await Next()).ShouldNotBeNull("the stream ended"));
        }

        return taken;
    }

    public ValueTask DisposeAsync()
    {
        lines.Dispose();
        response.Dispose();
        http.Dispose();
        return ValueTask.CompletedTask;
    }
}
