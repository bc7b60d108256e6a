using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace SmsBridge.Dashboard;

/// <summary>The stylesheet, the script and the icon, out of the assembly.</summary>
internal static class ConsoleFiles
{
    private static readonly (string Name, string Type)[] All =
    [
        ("console.css", "text/css; charset=utf-8"),
        ("console.js", "text/javascript; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
    ];

    public static void MapFiles(this IEndpointRouteBuilder console)
    {
        foreach (var (name, type) in All)
        {
            var content = Read(name);
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\"");
            console
                .MapGet(
                    $"/{name}",
                    (HttpContext http) =>
                    {
                        http.Response.Headers.CacheControl = "no-cache";
                        return TypedResults.Bytes(content, type, entityTag: tag);
                    }
                )
                .AllowAnonymous();
        }
    }

    private static byte[] Read(string name)
    {
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream($"console/{name}")
            ?? throw new InvalidOperationException($"The console's file {name} is not embedded.");
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return buffer.ToArray();
    }
}
