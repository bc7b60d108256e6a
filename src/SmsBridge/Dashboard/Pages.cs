using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace SmsBridge.Dashboard;

/// <summary>Turns a page and what it shows into an answer.</summary>
internal static class Pages
{
    /// <param name="section">The entry of the menu, as its path.</param>
    public static RazorComponentResult Show<TPage, TModel>(
        HttpContext http,
        string title,
        string section,
        TModel model,
        int status = StatusCodes.Status200OK
    )
        where TPage : IComponent
        where TModel : class
    {
        var page = Cascade(model, Component<TPage>());
        var whole = Cascade(PageFrame.Of(http, title, section), Component<Shell>(page));
        return new RazorComponentResult(
            typeof(Whole),
            new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(Whole.Content)] = whole }
        )
        {
            StatusCode = status,
            PreventStreamingRendering = true,
        };
    }

    /// <summary>A page that only says something.</summary>
    public static RazorComponentResult Message(HttpContext http, int status, string title, string text, string? link = null) =>
        Show<MessagePage, PageMessage>(http, title, "", new PageMessage(title, text, link), status);

    public static RazorComponentResult Missing(HttpContext http, string text) =>
        Message(http, StatusCodes.Status404NotFound, "Not found", text);

    /// <summary>After a form was taken: the browser asks for a page, so that reloading sends nothing twice.</summary>
    public static IResult Go(string address, string note) => new SeeOther(Notes.With(address, note));

    public static IResult Go(string address) => new SeeOther(address);

    /// <summary>Components are public, and so their parameters would have to be; what cascades need not.</summary>
    private static RenderFragment Cascade<T>(T value, RenderFragment content) =>
        builder =>
        {
            builder.OpenComponent<CascadingValue<T>>(0);
            builder.AddComponentParameter(1, "Value", value);
            builder.AddComponentParameter(2, "IsFixed", true);
            builder.AddComponentParameter(3, "ChildContent", content);
            builder.CloseComponent();
        };

    private static RenderFragment Component<T>(RenderFragment? content = null)
        where T : IComponent =>
        builder =>
        {
            builder.OpenComponent<T>(0);
            if (content is not null)
            {
                builder.AddComponentParameter(1, "ChildContent", content);
            }

            builder.CloseComponent();
        };

    private sealed class SeeOther(string address) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = Links.Encoded(address);
            return Task.CompletedTask;
        }
    }
}

/// <param name="Link">Where to go on; null: the overview.</param>
internal sealed record PageMessage(string Title, string Text, string? Link);
