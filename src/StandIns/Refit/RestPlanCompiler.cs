using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Web;

namespace Refit;

/// <summary>Reads the attributes of a method into its plan, or says what is wrong with them.</summary>
internal static partial class RestPlanCompiler
{
    public static RestPlan Compile(MethodInfo method)
    {
        var name = $"{method.DeclaringType}.{method.Name}";
        var verb =
            method.GetCustomAttribute<HttpMethodAttribute>()
            ?? throw new NotSupportedException($"{name} has no [Get], [Post], [Put] or [Delete].");
        if (method.ReturnType != typeof(Task<HttpResponseMessage>) || method.IsGenericMethod)
            throw new NotSupportedException(
                $"{name}: only plain methods that return Task<HttpResponseMessage> are supported, not {method.ReturnType}."
            );

        var parameters = method.GetParameters();
        var (path, fixedQuery) = ParsePath(name, verb.Path, parameters);
        var body = FindBody(name, verb.Method, parameters);
        var headers = FindHeaders(name, parameters);
        var tokens = parameters.Where(parameter => parameter.ParameterType == typeof(CancellationToken)).ToArray();
        if (tokens.Length > 1)
            throw Wrong(name, "has two CancellationTokens.");
        var cancellation = tokens is [var token] ? token.Position : -1;
        var bound = path.Select(part => part.Parameter)
            .Concat(headers.Select(slot => slot.Parameter))
            .Append(cancellation)
            .Append(body?.Parameter ?? -1);
        return new RestPlan
        {
            Name = name,
            Method = verb.Method,
            Path = path,
            FixedQuery = fixedQuery,
            Query = [.. parameters.ExceptBy(bound, parameter => parameter.Position).Select(parameter => ToQuery(name, parameter))],
            FixedHeaders = FixedHeaders(method, headers),
            Headers = headers,
            Body = body,
            Cancellation = cancellation,
        };
    }

    private static (PathPart[] Path, string FixedQuery) ParsePath(string name, string template, ParameterInfo[] parameters)
    {
        if (template.Length > 0 && !template.StartsWith('/'))
            throw Wrong(name, $"the path {template} must start with '/'.");
        if (template.AsSpan().ContainsAny('\r', '\n'))
            throw Wrong(name, $"the path must not contain line breaks.");

        var question = template.IndexOf('?', StringComparison.Ordinal);
        var query = question < 0 ? "" : template[(question + 1)..];
        if (Placeholder().IsMatch(query))
            throw new NotSupportedException($"{name}: placeholders in the query of {template}; use a [Query] parameter.");

        var path = new List<PathPart>();
        var end = question < 0 ? template.Length : question;
        var at = 0;
        foreach (var match in Placeholder().Matches(template[..end]).Cast<Match>())
        {
            path.Add(new PathPart(template[at..match.Index], -1));
            var wanted = match.Groups["name"].Value;
            var found = parameters.FirstOrDefault(each => string.Equals(UrlName(each), wanted, StringComparison.OrdinalIgnoreCase));
            if (found is null)
                throw Wrong(name, $"no parameter is called {wanted}, as {template} asks.");
            if (!IsSimple(found.ParameterType))
                throw new NotSupportedException($"{name}: {found.ParameterType} {found.Name} in the path.");
            path.Add(new PathPart("", found.Position));
            at = match.Index + match.Length;
        }
        path.Add(new PathPart(template[at..end], -1));
        return ([.. path.Where(part => part.Parameter >= 0 || part.Literal.Length > 0)], Requoted(query));
    }

    private static string Requoted(string query)
    {
        var pairs = HttpUtility.ParseQueryString(query);
        return string.Join(
            '&',
            pairs
                .AllKeys.Where(key => !string.IsNullOrWhiteSpace(key))
                .Select(key => $"{Uri.EscapeDataString(key!)}={Uri.EscapeDataString(pairs[key]!)}")
        );
    }

    private static BodySlot? FindBody(string name, HttpMethod verb, ParameterInfo[] parameters)
    {
        var marked = parameters.Where(each => each.GetCustomAttribute<BodyAttribute>() is not null).ToArray();
        if (marked.Length == 0 && (verb == HttpMethod.Post || verb == HttpMethod.Put))
            marked = [.. parameters.Where(IsBodyUnmarked)];
        if (marked.Length > 1)
            throw Wrong(name, $"{marked[0].Name} and {marked[1].Name} could both be the body; mark one with [Body], others with [Query].");
        if (marked is not [var parameter])
            return null;

        var attribute = parameter.GetCustomAttribute<BodyAttribute>() ?? new BodyAttribute(BodySerializationMethod.Serialized);
        var type = parameter.ParameterType;
        if (typeof(Stream).IsAssignableFrom(type))
            throw new NotSupportedException($"{name}: the body {parameter.Name} is a Stream; wrap it in a StreamContent.");
        if (
            attribute.SerializationMethod is BodySerializationMethod.UrlEncoded
            && !IsDictionary(type)
            && !typeof(HttpContent).IsAssignableFrom(type)
        )
            throw new NotSupportedException(
                $"{name}: {type} {parameter.Name} as url-encoded body; use a dictionary of strings, or FormUrlEncodedContent for repeated names."
            );
        return new BodySlot(parameter.Position, attribute.SerializationMethod, attribute.Buffered);
    }

    private static bool IsBodyUnmarked(ParameterInfo parameter) =>
        !parameter.ParameterType.IsValueType
        && parameter.ParameterType != typeof(string)
        && parameter.GetCustomAttribute<QueryAttribute>() is null
        && parameter.GetCustomAttribute<HeaderCollectionAttribute>() is null;

    private static HeaderSlot[] FindHeaders(string name, ParameterInfo[] parameters)
    {
        var slots = new List<HeaderSlot>();
        foreach (var parameter in parameters)
        {
            if (parameter.GetCustomAttribute<HeaderAttribute>() is { } header && !string.IsNullOrWhiteSpace(header.Header))
                slots.Add(new HeaderSlot(parameter.Position, header.Header.Trim()));
            if (parameter.GetCustomAttribute<HeaderCollectionAttribute>() is null)
                continue;
            if (parameter.ParameterType != typeof(IDictionary<string, string>))
                throw Wrong(name, $"the header collection {parameter.Name} must be declared as IDictionary<string, string>.");
            if (slots.Exists(slot => slot.Name is null))
                throw Wrong(name, $"has two header collections.");
            slots.Add(new HeaderSlot(parameter.Position, null));
        }
        return [.. slots];
    }

    // Those that a header parameter replaces are left out here, so that no call adds and removes them.
    private static KeyValuePair<string, string>[] FixedHeaders(MethodInfo method, HeaderSlot[] replacing)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        var declaring = method.DeclaringType!;
        var sources = declaring.GetInterfaces().Append(declaring).Cast<MemberInfo>().Append(method);
        foreach (var header in sources.SelectMany(each => each.GetCustomAttribute<HeadersAttribute>()?.Headers ?? []))
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
                headers.Remove(header.Trim());
            else
                headers[header[..colon].Trim()] = header[(colon + 1)..].Trim();
        }
        foreach (var slot in replacing.Where(slot => slot.Name is not null))
            headers.Remove(slot.Name!);
        return [.. headers];
    }

    private static QuerySlot ToQuery(string name, ParameterInfo parameter) =>
        IsSimple(parameter.ParameterType) ? new QuerySlot(parameter.Position, Uri.EscapeDataString(UrlName(parameter)))
        : IsDictionary(parameter.ParameterType) ? new QuerySlot(parameter.Position, null)
        : throw new NotSupportedException($"{name}: {parameter.ParameterType} {parameter.Name} in the query.");

    private static string UrlName(ParameterInfo parameter) => parameter.GetCustomAttribute<AliasAsAttribute>()?.Name ?? parameter.Name!;

    // The argument at fault is an attribute of the interface, not one of any method here.
    [SuppressMessage("Usage", "MA0015:Specify the parameter name", Justification = "See above.")]
    private static ArgumentException Wrong(string name, string what) => new($"{name}: {what}");

    // Enums are left out: the real package writes them by their EnumMember names.
    private static bool IsSimple(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(string)
            || type == typeof(bool)
            || type == typeof(char)
            || type == typeof(Uri)
            || (typeof(IFormattable).IsAssignableFrom(type) && !type.IsEnum);
    }

    private static bool IsDictionary(Type type) =>
        typeof(IDictionary<string, string>).IsAssignableFrom(type) || typeof(IReadOnlyDictionary<string, string>).IsAssignableFrom(type);

    [GeneratedRegex(@"\{(?<name>[^/?\r\n{}]*)\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
