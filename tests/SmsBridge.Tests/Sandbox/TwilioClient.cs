using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.Tests.Sandbox;

/// <summary>A plain HTTP caller of the simulated Twilio, as any client would write it.</summary>
internal sealed class TwilioClient : IDisposable
{
    public const string Account = "AC00000000000000000000000000000001";
    public const string Token = "0123456789abcdef0123456789abcdef";
    public const string Number = "+14155550199";
    public const string Customer = "+14155550101";

    private readonly HttpClient http;

    public TwilioClient(TwilioServer twilio, string user = Account, string password = Token)
    {
        http = new HttpClient { BaseAddress = twilio.Url, Timeout = TimeSpan.FromSeconds(20) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))
        );
    }

    public static string Messages => $"/2010-04-01/Accounts/{Account}/Messages.json";

    public Task<(HttpStatusCode Status, JsonElement Json)> Create(string body = "Hello", params (string Name, string Value)[] changes)
    {
        var form = new Dictionary<string, string>
        {
            ["To"] = Customer,
            ["From"] = Number,
            ["Body"] = body,
        };
        foreach (var (name, value) in changes)
            form[name] = value;
        return Post(Messages, [.. form.Where(f => f.Value.Length > 0).Select(f => (f.Key, f.Value))]);
    }

    public async Task<(HttpStatusCode Status, JsonElement Json)> Post(string path, params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(f => new KeyValuePair<string, string>(f.Name, f.Value)));
        using var response = await http.PostAsync(new Uri(path, UriKind.Relative), content);
        return await Read(response);
    }

    public async Task<(HttpStatusCode Status, JsonElement Json)> Get(string path)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
        return await Read(response);
    }

    public async Task<HttpStatusCode> Delete(string path)
    {
        using var response = await http.DeleteAsync(new Uri(path, UriKind.Relative));
        return response.StatusCode;
    }

    public void Dispose() => http.Dispose();

    private static async Task<(HttpStatusCode, JsonElement)> Read(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }
}
