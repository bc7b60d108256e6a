using System.Text.RegularExpressions;

namespace SmsBridge.FunctionalTests.Hosting;

/// <summary>A request of a <c>.http</c> file, with its variables still in it.</summary>
/// <param name="Title">The comment after <c>###</c>.</param>
/// <param name="Name">From <c># @name</c>; later requests name its answer by it.</param>
internal sealed record HttpFileRequest(
    string Title,
    string? Name,
    string Method,
    string Url,
    IReadOnlyDictionary<string, string> Headers,
    string? Body
)
{
    /// <summary>What the title promises (<c>: 404</c>); null: any success.</summary>
    public int? Status =>
        Regex.Match(Title, ": (?<status>[1-5][0-9]{2})\\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)
            is { Success: true } found
            ? int.Parse(found.Groups["status"].Value)
            : null;
}

/// <summary>What editors' REST clients make of a <c>.http</c> file.</summary>
internal sealed record HttpFile(string File, IReadOnlyDictionary<string, string> Variables, IReadOnlyList<HttpFileRequest> Requests)
{
    public static IEnumerable<HttpFile> All() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "requests"), "*.http").Order(StringComparer.Ordinal).Select(Read);

    public static HttpFile Read(string path)
    {
        var lines = System.IO.File.ReadAllLines(path);
        var variables = lines
            .Where(l => l.StartsWith('@'))
            .Select(l => l[1..].Split('=', 2, StringSplitOptions.TrimEntries))
            .ToDictionary(v => v[0], v => v[1]);
        var requests = new List<HttpFileRequest>();
        var block = new List<string>();
        foreach (var line in lines.Where(l => !l.StartsWith('@')).Append("###"))
        {
            if (line.StartsWith("###", StringComparison.Ordinal))
            {
                requests.AddRange(Request(block));
                block.Clear();
            }

            block.Add(line);
        }

        return new HttpFile(Path.GetFileName(path), variables, requests);
    }

    private static IEnumerable<HttpFileRequest> Request(List<string> block)
    {
        var title = block.FirstOrDefault(l => l.StartsWith("###", StringComparison.Ordinal))?[3..].Trim() ?? "";
        var name = block.FirstOrDefault(l => l.StartsWith("# @name ", StringComparison.Ordinal))?["# @name ".Length..].Trim();
        var rest = block.SkipWhile(l => l.StartsWith('#') || l.Trim().Length == 0).ToList();
        if (rest.Count == 0)
        {
            yield break;
        }

        var head = rest.TakeWhile(l => l.Trim().Length > 0).ToList();
        var body = string.Join('\n', rest.Skip(head.Count)).Trim();
        var line = head[0].Split(' ', 2);
        var headers = head.Skip(1).Select(h => h.Split(':', 2, StringSplitOptions.TrimEntries)).ToDictionary(h => h[0], h => h[1]);
        yield return new HttpFileRequest(title, name, line[0], line[1].Trim(), headers, body.Length == 0 ? null : body);
    }
}
