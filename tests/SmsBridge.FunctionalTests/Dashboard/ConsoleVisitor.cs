using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace SmsBridge.FunctionalTests.Dashboard;

/// <summary>What the console answered.</summary>
internal sealed record Seen(int Status, string? Location, HttpResponseHeaders Headers, string Body)
{
    public IHtmlDocument Document { get; } = new HtmlParser().ParseDocument(Body);

    /// <summary>What a person reads in the page.</summary>
    public string Text =>
        string.Join(' ', Document.QuerySelector("main")?.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? []);

    public string? Token => Document.QuerySelector("input[name=form_token]")?.GetAttribute("value");

    /// <summary>The message beside the field.</summary>
    public string? ErrorOf(string member) =>
        Document.GetElementById($"f-{member.Replace('.', '-')}-error")?.TextContent is { } text
        && Document
            .GetElementById($"f-{member.Replace('.', '-')}")!
            .GetAttribute("aria-describedby")!
            .Contains($"f-{member.Replace('.', '-')}-error")
            ? text
            : null;

    public string? Value(string member) =>
        Document.QuerySelector($"[name='{member}']") switch
        {
            IHtmlInputElement input => input.Value,
            IHtmlSelectElement select => select.Value,
            IHtmlTextAreaElement area => area.Value,
            _ => null,
        };
}

/// <summary>A browser without scripts, as far as tests need one: cookies, forms with what is in them, no redirects of its own.</summary>
internal sealed class ConsoleVisitor : IDisposable
{
    private readonly HttpClient http;
    private readonly HttpClientHandler handler = new() { AllowAutoRedirect = false, UseCookies = true };

    public ConsoleVisitor(string address) => http = new(handler) { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(60) };

    public CookieContainer Cookies => handler.CookieContainer;

    public static async Task<ConsoleVisitor> SignedIn(string address, string key)
    {
        var visitor = new ConsoleVisitor(address);
        (await visitor.SignIn(key)).Status.ShouldBe(303);
        return visitor;
    }

    public async Task<Seen> SignIn(string key, string? next = null) =>
        await Post("/console/sign-in", (await Get("/console/sign-in")).Token, ("key", key), ("next", next ?? ""));

    public Task<Seen> Get(string? path) => Send(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Follows what a form answers with.</summary>
    public async Task<Seen> Follow(Seen answer)
    {
        answer.Status.ShouldBe(303, answer.Text);
        return await Get(answer.Location!);
    }

    public Task<Seen> Post(string path, string? token, params (string Name, string Value)[] fields) =>
        Send(
            new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = new FormUrlEncodedContent(
                    fields.Concat(token is null ? [] : [("form_token", token)]).Select(f => KeyValuePair.Create(f.Item1, f.Item2))
                ),
            }
        );

    /// <summary>Sends a form of a page with all that stands in it, some of it changed; a null takes a field away.</summary>
    public Task<Seen> Submit(Seen page, string action, params (string Name, string? Value)[] changes)
    {
        var form = page.Document.Forms.Single(f => f.GetAttribute("action") == action);
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var element in form.Elements)
        {
            switch (element)
            {
                case IHtmlInputElement { Type: "checkbox", IsChecked: false } or IHtmlInputElement { Type: "file" }:
                    break;
                case IHtmlInputElement { Name.Length: > 0 } input:
                    fields[input.Name] = input.Value;
                    break;
                case IHtmlSelectElement { Name.Length: > 0 } select:
                    fields[select.Name] = select.Value;
                    break;
                case IHtmlTextAreaElement { Name.Length: > 0 } area:
                    fields[area.Name] = area.Value;
                    break;
            }
        }

        foreach (var (name, value) in changes)
        {
            fields[name] = value;
        }

        return Post(action, null, [.. fields.Where(f => f.Value is not null).Select(f => (f.Key, f.Value!))]);
    }

    public async Task<Seen> Send(HttpRequestMessage request)
    {
        using (request)
        using (var response = await http.SendAsync(request))
        {
            return new Seen(
                (int)response.StatusCode,
                response.Headers.Location?.OriginalString,
                response.Headers,
                await response.Content.ReadAsStringAsync()
            );
        }
    }

    public void Dispose()
    {
        http.Dispose();
        handler.Dispose();
    }
}
