namespace Refit;

/// <summary>Puts fixed headers and header arguments on a request, unvalidated; a later one replaces an earlier one.</summary>
internal static class RestHeaders
{
    public static void Apply(RestPlan plan, HttpRequestMessage request, object?[] args)
    {
        if (plan.FixedHeaders.Length + plan.Headers.Length == 0)
            return;
        // Content headers need a content to stand on.
        if (request.Content is null && request.Method != HttpMethod.Get)
            request.Content = new ByteArrayContent([]);

        foreach (var (name, value) in plan.FixedHeaders)
            Set(request, name, value);
        foreach (var slot in plan.Headers)
        {
            if (slot.Name is not null)
                Set(request, slot.Name, args[slot.Parameter]?.ToString());
            else if (args[slot.Parameter] is IDictionary<string, string> headers)
                foreach (var (name, value) in headers)
                    Set(request, name, value);
        }
    }

    private static void Set(HttpRequestMessage request, string name, string? value)
    {
        if (request.Headers.NonValidated.Contains(name))
            request.Headers.Remove(name);
        if (request.Content is { } content && content.Headers.NonValidated.Contains(name))
            content.Headers.Remove(name);
        if (value is null)
            return;
        name = OneLine(name);
        value = OneLine(value);
        if (!request.Headers.TryAddWithoutValidation(name, value))
            request.Content?.Headers.TryAddWithoutValidation(name, value);
    }

    // A line break in a value would end the header and begin another.
    private static string OneLine(string text) =>
        text.AsSpan().ContainsAny('\r', '\n')
            ? text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal)
            : text;
}
