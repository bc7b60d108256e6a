using System.Globalization;
using System.Runtime.CompilerServices;

namespace Refit;

/// <summary>Literal text, or with <paramref name="Parameter"/> at 0 or more the argument that stands here, escaped.</summary>
internal readonly record struct PathPart(string Literal, int Parameter);

/// <summary>An argument for the query; <paramref name="EscapedName"/> is null for a dictionary, whose entries bring their names.</summary>
internal readonly record struct QuerySlot(int Parameter, string? EscapedName);

/// <summary>An argument for the headers; <paramref name="Name"/> is null for a dictionary of headers.</summary>
internal readonly record struct HeaderSlot(int Parameter, string? Name);

/// <summary>The argument that is the body; <paramref name="Buffered"/> null leaves it to the settings.</summary>
internal sealed record BodySlot(int Parameter, BodySerializationMethod Method, bool? Buffered);

/// <summary>Everything that the attributes of one method say, read once; making a request from it needs no reflection.</summary>
internal sealed class RestPlan
{
    /// <summary>Interface and method, for error texts.</summary>
    public required string Name { get; init; }

    public required HttpMethod Method { get; init; }

    public required PathPart[] Path { get; init; }

    /// <summary>Escaped query that the template itself carries, without '?', or empty.</summary>
    public required string FixedQuery { get; init; }

    public required QuerySlot[] Query { get; init; }

    public required KeyValuePair<string, string>[] FixedHeaders { get; init; }

    public required HeaderSlot[] Headers { get; init; }

    public required BodySlot? Body { get; init; }

    /// <summary>Position of the CancellationToken, or -1.</summary>
    public required int Cancellation { get; init; }

    public CancellationToken CancellationOf(object?[] args) =>
        Cancellation < 0 ? CancellationToken.None : (CancellationToken)args[Cancellation]!;

    /// <summary>The request for these arguments, at <paramref name="prefix"/> (scheme, authority and path prefix) plus the filled path.</summary>
    public HttpRequestMessage CreateRequest(string prefix, object?[] args, RefitSettings settings)
    {
        var request = new HttpRequestMessage(Method, new Uri(Address(prefix, args)));
        if (Body is not null)
            request.Content = RestBody.Create(Body.Method, args[Body.Parameter], settings.ContentSerializer, Name);
        RestHeaders.Apply(this, request, args);
        return request;
    }

    private string Address(string prefix, object?[] args)
    {
        var text = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[512]);
        text.AppendLiteral(prefix);
        foreach (var part in Path)
            text.AppendLiteral(part.Parameter < 0 ? part.Literal : Escape(args[part.Parameter]));

        var separator = "?";
        if (FixedQuery.Length > 0)
        {
            text.AppendLiteral(separator);
            text.AppendLiteral(FixedQuery);
            separator = "&";
        }
        foreach (var slot in Query)
        {
            if (args[slot.Parameter] is not { } value)
                continue;
            if (slot.EscapedName is not null)
                AppendPair(ref text, ref separator, slot.EscapedName, value);
            else
                foreach (var (name, each) in RestBody.Entries(value, Name))
                    if (!string.IsNullOrWhiteSpace(name))
                        AppendPair(ref text, ref separator, Uri.EscapeDataString(name), each);
        }
        return text.ToStringAndClear();
    }

    private static void AppendPair(ref DefaultInterpolatedStringHandler text, ref string separator, string escapedName, object value)
    {
        text.AppendLiteral(separator);
        text.AppendLiteral(escapedName);
        text.AppendLiteral("=");
        text.AppendLiteral(Escape(value));
        separator = "&";
    }

    private static string Escape(object? value) =>
        Uri.EscapeDataString(value as string ?? Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
}
