using Microsoft.Extensions.Options;
using SmsBridge.Hosting;

namespace SmsBridge.Dashboard;

/// <summary>Addresses of the console's pages as the browser has to ask for them.</summary>
/// <param name="Prefix">The path that a proxy puts in front; mostly empty.</param>
internal sealed record Links(string Prefix)
{
    public const string Root = "/console";

    /// <summary>A proxy may leave its path on the request, or strip it: then <c>Ops:BaseUrl</c> says it.</summary>
    public static Links Of(HttpContext http)
    {
        // Remembered, because who handles an error no longer sees the path as it was taken apart.
        if (http.Items[typeof(Links)] is Links known)
        {
            return known;
        }

        var kept = http.Request.PathBase.Value;
        var links = new Links(
            string.IsNullOrEmpty(kept) ? OpsPath(http.RequestServices.GetRequiredService<IOptions<OpsOptions>>().Value.BaseUrl) : kept
        );
        http.Items[typeof(Links)] = links;
        return links;
    }

    /// <param name="path">Below the console, with a slash in front; empty: the overview.</param>
    public string To(string path) => Prefix + Root + (path == "/" ? "" : path);

    public string Number(string number, string then = "") => To($"/numbers/{Uri.EscapeDataString(number)}{then}");

    public string Thread(Guid id) => To($"/threads/{id}");

    /// <summary>Where to go after signing in: only within the console.</summary>
    public string Back(string? next) =>
        next is not null
        && (
            next == To("")
            || next.StartsWith(To("") + "/", StringComparison.Ordinal)
            || next.StartsWith(To("") + "?", StringComparison.Ordinal)
        )
        && !next.Contains("//", StringComparison.Ordinal)
        && !next.Contains('\\')
        && !next.Any(char.IsControl)
            ? next
            : To("");

    /// <summary>As a header can have it: an address that somebody typed or followed may have any letters.</summary>
    public static string Encoded(string address) =>
        string.Concat(
            address.EnumerateRunes().Select(r => r.Value is > ' ' and < 0x7F ? r.ToString() : Uri.EscapeDataString(r.ToString()))
        );

    private static string OpsPath(string? baseUrl) =>
        Uri.TryCreate(baseUrl, UriKind.Absolute, out var url) ? url.AbsolutePath.TrimEnd('/') : "";
}
