using System.Net.Http.Headers;
using System.Text;

namespace SmsBridge.Sandbox.Up;

/// <summary>The numbers that a fresh sandbox can be texted on, put through the bridge's own API as an operator would.</summary>
internal static class DemoNumbers
{
    public const string Support = "+14155550199";
    public const string Greeting = "+14155550142";

    /// <summary>The numbers with their labels.</summary>
    public static IReadOnlyList<(string Number, string Label)> All { get; } =
    [(Support, "Shop support"), (Greeting, "Shop support, greets first")];

    public static async Task Put(HttpClient api, CancellationToken cancellation)
    {
        foreach (var (number, label) in All)
        {
            var firstReply = number == Greeting ? "greeting-and-answer" : "answer";
            await Put(api, number, Document(number, label, firstReply), cancellation);
        }
    }

    private static string Document(string number, string label, string firstReply) =>
        $$"""
            {
              "number": "{{number}}", "enabled": true, "label": "{{label}}", "twilioAccount": "main",
              "agent": "support", "language": "en-US", "attributes": { "brand": "fernhill" }, "firstReply": "{{firstReply}}",
              "handoff": { "queue": "desk" }
            }
            """;

    private static async Task Put(HttpClient api, string number, string document, CancellationToken cancellation)
    {
        using var body = new StringContent(document, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        var path = new Uri($"/api/v1/numbers/{Uri.EscapeDataString(number)}", UriKind.Relative);
        using var answer = await api.PutAsync(path, body, cancellation);
        if (!answer.IsSuccessStatusCode)
        {
            var problem = await answer.Content.ReadAsStringAsync(cancellation);
            throw new UpException($"The bridge refused the demo number {number} ({(int)answer.StatusCode}): {problem}");
        }
    }
}
