using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SmsBridge.FunctionalTests.Hosting;

/// <summary>Sends the requests of a file from top to bottom, as a person does who looks at each answer before going on.</summary>
internal sealed partial class HttpFileRun(HttpFile file, Dictionary<string, string> variables, Witness witness) : IDisposable
{
    private readonly HttpClient http = new(witness, disposeHandler: false) { Timeout = TimeSpan.FromSeconds(60) };
    private readonly Dictionary<string, JsonElement> answers = new(StringComparer.Ordinal);

    /// <summary>Requests without the bridge's address (the sandbox's) go past the witness.</summary>
    private readonly HttpClient aside = new();

    public async Task All()
    {
        foreach (var request in file.Requests)
        {
            string last = "";
            await Eventually
                .Holds(
                    async () =>
                    {
                        last = await Try(request);
                        return last.Length == 0;
                    },
                    $"{file.File}, '{request.Title}': {request.Method} {request.Url}",
                    TimeSpan.FromSeconds(15)
                )
                .ContinueWith(
                    t => t.IsFaulted ? throw new TimeoutException($"{t.Exception!.InnerException!.Message}: {last}") : t,
                    TaskScheduler.Default
                );
        }
    }

    public void Dispose()
    {
        http.Dispose();
        aside.Dispose();
    }

    /// <returns>Why it has to be tried again; empty: it went well.</returns>
    private async Task<string> Try(HttpFileRequest request)
    {
        foreach (var name in Names().Matches(Whole(request)).Select(m => m.Groups["name"].Value).Where(n => !n.StartsWith('$')).Distinct())
        {
            // What the answer did not hold yet, for example a handoff that the agent is about to begin, a second look may show.
            if (Value(name) is null && await Again(name.Split('.')[0]) is { Length: > 0 } why)
            {
                return why;
            }

            if (Value(name) is null)
            {
                return $"{name} is nothing so far";
            }
        }

        var client = request.Url.StartsWith("{{host}}", StringComparison.Ordinal) ? http : aside;
        using var message = Message(request);
        using var answer = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        var isStream = answer.Content.Headers.ContentType?.MediaType == "text/event-stream";
        var body = isStream ? "" : await answer.Content.ReadAsStringAsync();
        var status = (int)answer.StatusCode;
        if (request.Status is { } promised ? status != promised : status is < 200 or > 299)
        {
            return $"{status} {body}";
        }

        if (request.Name is { } own && body.StartsWith('{'))
        {
            answers[own] = JsonDocument.Parse(body).RootElement;
        }

        return "";
    }

    private async Task<string> Again(string name) =>
        file.Requests.FirstOrDefault(r => r.Name == name && r.Method == "GET") is { } earlier ? await Try(earlier) : "";

    private HttpRequestMessage Message(HttpFileRequest request)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), Fill(request.Url));
        var type = request.Headers.GetValueOrDefault("Content-Type");
        message.Content = request.Body is null ? null : new StringContent(Fill(request.Body), Encoding.UTF8, type ?? "text/plain");
        foreach (var (name, value) in request.Headers.Where(h => h.Key != "Content-Type"))
        {
            message.Headers.TryAddWithoutValidation(name, Fill(value));
        }

        return message;
    }

    private string Fill(string text) => Names().Replace(text, m => Value(m.Groups["name"].Value) ?? "");

    private string? Value(string name)
    {
        if (name == "$datetime iso8601 2 d")
        {
            return TimeProvider.System.GetUtcNow().AddDays(2).ToString("O");
        }

        const string path = ".response.body.$";
        var at = name.IndexOf(path, StringComparison.Ordinal);
        return at < 0 ? variables[name]
            : answers.TryGetValue(name[..at], out var answer) ? Value(answer, name[(at + path.Length)..])
            : null;
    }

    private static string? Value(JsonElement answer, string path)
    {
        foreach (var step in Steps().Matches(path).Select(m => m.Value))
        {
            if (step[0] == '[')
            {
                var index = int.Parse(step[1..^1]);
                if (answer.GetArrayLength() <= index)
                {
                    return null;
                }

                answer = answer[index];
            }
            else if (!answer.TryGetProperty(step[1..], out answer))
            {
                return null;
            }
        }

        return answer.ToString();
    }

    private static string Whole(HttpFileRequest request) => $"{request.Url} {string.Join(' ', request.Headers.Values)} {request.Body}";

    [GeneratedRegex(@"\{\{(?<name>[^}]+)\}\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Names();

    [GeneratedRegex(@"\[[0-9]+\]|\.[A-Za-z]+", RegexOptions.NonBacktracking)]
    private static partial Regex Steps();
}
