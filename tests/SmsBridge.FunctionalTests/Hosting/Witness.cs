using System.Collections.Concurrent;

namespace SmsBridge.FunctionalTests.Hosting;

/// <summary>Stands in the way of every request, holds each answer against the document, and knows what has been seen.</summary>
internal sealed class Witness(ApiDocument document) : DelegatingHandler(new SocketsHttpHandler())
{
    private readonly ConcurrentDictionary<(string Operation, int Status), bool> seen = new();

    public ConcurrentQueue<string> Mistakes { get; } = new();

    public ApiDocument Document => document;

    /// <param name="except">Statuses that something else provokes.</param>
    public IReadOnlyList<string> Unseen(Func<Operation, int, bool> except) =>
        [
            .. document.Operations.SelectMany(o =>
                o.Responses.Select(r => int.Parse(r.Name))
                    .Where(s => !seen.ContainsKey((o.Name, s)) && !except(o, s))
                    .Select(s => $"{o.Name} never answered {s}")
            ),
        ];

    public bool HasSucceeded(Operation operation) => seen.Keys.Any(s => s.Operation == operation.Name && s.Status is >= 200 and < 300);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var path = request.RequestUri!.AbsolutePath;
        if (document.Find(request.Method.Method, path) is not { } operation)
        {
            Mistakes.Enqueue($"{request.Method} {path} is not in the document");
            return response;
        }

        var type = response.Content.Headers.ContentType;
        // A stream of events has no end.
        var body = type?.MediaType == "text/event-stream" ? "" : await Read(response);
        foreach (var mistake in document.Mistakes(operation, (int)response.StatusCode, type, body))
        {
            Mistakes.Enqueue($"{operation.Name}: {mistake}");
        }

        seen[(operation.Name, (int)response.StatusCode)] = true;
        return response;
    }

    private static async Task<string> Read(HttpResponseMessage response)
    {
        await response.Content.LoadIntoBufferAsync();
        return await response.Content.ReadAsStringAsync();
    }
}
