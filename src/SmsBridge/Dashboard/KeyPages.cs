using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using SmsBridge.Hosting;

namespace SmsBridge.Dashboard;

/// <param name="Name">As it was typed.</param>
/// <param name="Made">The key that was made a moment ago, the only time it is shown.</param>
internal sealed record KeysModel(
    IReadOnlyList<KeyView> Keys,
    string? Name = null,
    string? Role = null,
    string? Days = null,
    IReadOnlyDictionary<string, string[]>? Errors = null,
    NewKey? Made = null
)
{
    public string? Error(string member) => Errors?.GetValueOrDefault(member) is { } errors ? string.Join(' ', errors) : null;
}

/// <summary>API keys: made, shown once, revoked.</summary>
internal static class KeyPages
{
    private const string Path = "/keys";
    private const int Most = 500;

    public static void MapKeyPages(this IEndpointRouteBuilder console) =>
        console
            .MapGet(
                Path,
                async (HttpContext http, KeyStore store) => Show(http, new KeysModel(await store.List(null, Most, http.RequestAborted)))
            )
            .NeedsRole(Role.Admin);

    public static void MapKeyForms(this IEndpointRouteBuilder forms)
    {
        forms.MapPost(Path, Create).NeedsRole(Role.Admin).AuditedInStore("key.create");
        forms.MapPost($"{Path}/{{id:guid}}/revoke", Revoke).NeedsRole(Role.Admin).AuditedInStore("key.revoke");
    }

    private static async Task<IResult> Create(HttpContext http, KeyStore store, TimeProvider time, Actor actor)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (name, role, days) = (form["name"].ToString().Trim(), form["role"].ToString(), form["days"].ToString().Trim());
        var lifetime = int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 3650;
        var expires = lifetime ? time.GetUtcNow().AddDays(count) : (DateTimeOffset?)null;
        var errors = store.Check(name, role, expires);
        if (days.Length > 0 && !lifetime)
        {
            errors["days"] = ["Give a number of days from 1 to 3650, or nothing for a key without an end."];
        }

        var made = errors.Count > 0 ? null : await store.Create(name, role, expires, actor, http.RequestAborted);
        if (errors.Count == 0 && made is null)
        {
            errors["name"] = [$"A key named '{name}' is in force already. Revoke it first, or choose another name."];
        }

        var keys = await store.List(null, Most, http.RequestAborted);
        return made is null
            ? Show(http, new KeysModel(keys, name, role, days, errors), StatusCodes.Status400BadRequest)
            : Show(http, new KeysModel(keys, Made: made));
    }

    private static async Task<IResult> Revoke(HttpContext http, Guid id, KeyStore store, Actor actor) =>
        await store.Revoke(id, actor, http.RequestAborted) is null
            ? Pages.Message(
                http,
                StatusCodes.Status404NotFound,
                "Nothing was revoked",
                "There is no such key in force.",
                Links.Of(http).To(Path)
            )
            : Pages.Go(Links.Of(http).To(Path), "revoked");

    private static RazorComponentResult Show(HttpContext http, KeysModel model, int status = StatusCodes.Status200OK) =>
        Pages.Show<KeysPage, KeysModel>(http, "API keys", Path, model, status);
}
