using Microsoft.AspNetCore.Http.HttpResults;
using SmsBridge.Hosting;
using SmsBridge.Numbers;

namespace SmsBridge.Dashboard;

/// <param name="Text">The file; empty: none was given yet.</param>
/// <param name="Mistakes">Nothing was changed because of them.</param>
/// <param name="Changes">What applying it changes; null: not known yet.</param>
internal sealed record NumbersFileModel(string Text, IReadOnlyList<string> Mistakes, IReadOnlyList<NumberChange>? Changes);

/// <summary>Numbers from one file: what it would change, then that, all or nothing. The same as <c>smsbridge apply</c>.</summary>
internal static class NumbersFileForms
{
    private const string Path = $"{NumberPages.Path}/file";

    /// <summary>The file, as a form writes it: some characters become three bytes, and some of these three characters.</summary>
    private const long LargestForm = 4 * NumbersFile.MaxBytes;

    public static void MapNumbersFileForms(this IEndpointRouteBuilder forms)
    {
        forms
            .MapPost(
                Path,
                (HttpContext http, NumberStore store, NumberReader reader, Actor actor) => Take(http, store, reader, actor, false)
            )
            .WithMetadata(new RequestSize(LargestForm))
            .NotAudited("only tells what the file would change");
        forms
            .MapPost(
                $"{Path}/apply",
                (HttpContext http, NumberStore store, NumberReader reader, Actor actor) => Take(http, store, reader, actor, true)
            )
            .WithMetadata(new RequestSize(LargestForm))
            .AuditedInStore("number.put");
    }

    public static RazorComponentResult Page(HttpContext http) => Show(http, new NumbersFileModel("", [], null));

    private static async Task<IResult> Take(HttpContext http, NumberStore store, NumberReader reader, Actor actor, bool commit)
    {
        var (text, mistakes) = ("", new NumberMistakes());
        List<NumberDocument> wanted;
        try
        {
            text = await Text(http);
            wanted = NumbersFile.Read(text, reader, mistakes);
        }
        catch (InvalidDataException error)
        {
            return Show(http, new NumbersFileModel(text, [$"The file {error.Message}"], null), StatusCodes.Status400BadRequest);
        }

        if (mistakes.Found.Count > 0)
        {
            return Show(http, new NumbersFileModel(text, [.. mistakes.Lines], null), StatusCodes.Status400BadRequest);
        }

        var changes = await store.Apply(wanted, [], actor, commit, http.RequestAborted);
        return commit ? Pages.Go(Links.Of(http).To(NumberPages.Path), "applied") : Show(http, new NumbersFileModel(text, [], changes));
    }

    /// <summary>A chosen file comes before what stands in the field.</summary>
    private static async Task<string> Text(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (form.Files["file"] is not { Length: > 0 } file)
        {
            return form["text"].ToString();
        }

        if (file.Length > NumbersFile.MaxBytes)
        {
            throw NumbersFile.TooLarge();
        }

        using var reader = new StreamReader(file.OpenReadStream());
        return await reader.ReadToEndAsync(http.RequestAborted);
    }

    private static RazorComponentResult Show(HttpContext http, NumbersFileModel model, int status = StatusCodes.Status200OK) =>
        Pages.Show<NumbersFilePage, NumbersFileModel>(http, "Numbers from a file", NumberPages.Path, model, status);
}
