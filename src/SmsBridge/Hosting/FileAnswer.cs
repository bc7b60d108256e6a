namespace SmsBridge.Hosting;

/// <summary>The endpoint answers with a file of any type.</summary>
internal sealed record FileAnswer;
