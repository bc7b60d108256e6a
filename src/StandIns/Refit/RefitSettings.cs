namespace Refit;

/// <summary>What the calls of one client have in common.</summary>
public class RefitSettings
{
    public RefitSettings()
        : this(new SystemTextJsonContentSerializer()) { }

    public RefitSettings(IHttpContentSerializer contentSerializer) =>
        ContentSerializer = contentSerializer ?? throw new ArgumentNullException(nameof(contentSerializer));

    /// <summary>Writes bodies; replaces the default (camelCase System.Text.Json) as a whole.</summary>
    public IHttpContentSerializer ContentSerializer { get; set; }

    /// <summary>Whether bodies are buffered, and so sent with a Content-Length, where <c>[Body]</c> does not say; false by default.</summary>
    public bool Buffered { get; set; }
}
