using Microsoft.AspNetCore.Http.HttpResults;
using SmsBridge.Hosting;
using SmsBridge.Numbers;
using SmsBridge.Twilio;

namespace SmsBridge.Dashboard;

/// <summary>Changes of one number.</summary>
internal static class NumberForms
{
    private const string One = $"{NumberPages.Path}/{{number}}";

    public static void MapNumberForms(this IEndpointRouteBuilder forms)
    {
        forms.MapPost($"{NumberPages.Path}/new", Add).AuditedInStore("number.put");
        forms.MapPost(One, Save).AuditedInStore("number.put");
        forms.MapPost($"{One}/json", SaveJson).AuditedInStore("number.put");
        forms.MapPost($"{One}/remove", Remove).AuditedInStore("number.delete");
        forms.MapPost($"{One}/connect", Connect).AuditedInStore("number.connect");
    }

    private static async Task<IResult> Add(HttpContext http, NumberStore store, NumberEditor editor, Actor actor)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (document, model) = editor.Read(null, form);
        if (document is not null && await store.Find(document.Number, http.RequestAborted) is not null)
        {
            var taken = new Dictionary<string, string> { ["number"] = $"{document.Number} is set up already; open it from the list." };
            (document, model) = (null, model with { Errors = taken });
        }

        return await Store(http, document, model, store, actor);
    }

    private static async Task<IResult> Save(HttpContext http, string number, NumberStore store, NumberEditor editor, Actor actor)
    {
        if (await store.Find(number, http.RequestAborted) is not { } stored)
        {
            return Gone(http, number);
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (document, model) = editor.Read(stored, form);
        return IsStale(form, stored) ? Stale(http, model) : await Store(http, document, model, store, actor);
    }

    private static async Task<IResult> SaveJson(HttpContext http, string number, NumberStore store, NumberEditor editor, Actor actor)
    {
        if (await store.Find(number, http.RequestAborted) is not { } stored)
        {
            return Gone(http, number);
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (document, model) = editor.Read(stored, form["json"].ToString());
        return IsStale(form, stored) ? Stale(http, model) : await Store(http, document, model, store, actor);
    }

    private static async Task<IResult> Remove(HttpContext http, string number, NumberStore store, Actor actor) =>
        await store.Delete(number, actor, http.RequestAborted)
            ? Pages.Go(Links.Of(http).To(NumberPages.Path), "removed")
            : Gone(http, number);

    private static async Task<IResult> Connect(HttpContext http, string number, NumberStore store, NumberConnector connector, Actor actor)
    {
        if (await store.Find(number, http.RequestAborted) is not { } stored)
        {
            return Gone(http, number);
        }

        var page = Links.Of(http).Number(number);
        return (await connector.Connect(stored, actor, http.RequestAborted)).Failure is { } failure
            ? Pages.Message(http, StatusCodes.Status502BadGateway, "Not connected", failure.Reason, page)
            : Pages.Go(page, "connected");
    }

    private static async Task<IResult> Store(HttpContext http, NumberDocument? document, NumberModel model, NumberStore store, Actor actor)
    {
        if (document is null)
        {
            return Again(http, model, StatusCodes.Status400BadRequest);
        }

        var changes = await store.Apply([document], [], actor, commit: true, http.RequestAborted);
        return Pages.Go(Links.Of(http).Number(document.Number), changes.Count > 0 ? "saved" : "same");
    }

    private static bool IsStale(IFormCollection form, NumberDocument stored) => form["version"] != NumberEditor.Version(stored);

    private static RazorComponentResult Stale(HttpContext http, NumberModel model)
    {
        var errors = new Dictionary<string, string>(model.Errors, StringComparer.Ordinal)
        {
            ["changed meanwhile"] =
                "Somebody else has changed this number since you opened it. Compare with its history; saving again overwrites that.",
        };
        return Again(http, model with { Errors = errors }, StatusCodes.Status409Conflict);
    }

    private static RazorComponentResult Again(HttpContext http, NumberModel model, int status) =>
        Pages.Show<NumberPage, NumberModel>(http, model.Stored?.Number ?? "New number", NumberPages.Path, model, status);

    private static RazorComponentResult Gone(HttpContext http, string number) =>
        Pages.Missing(http, $"The number {number} is not set up any more.");
}
