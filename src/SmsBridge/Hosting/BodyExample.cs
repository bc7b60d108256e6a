using System.Net.Mime;

namespace SmsBridge.Hosting;

/// <summary>An example of a request's or an answer's body.</summary>
/// <param name="Status">Null: of the request.</param>
/// <param name="Value">Serialized as the API does; a string stands for itself where <paramref name="ContentType"/> is no JSON.</param>
internal sealed record BodyExample(int? Status, string Name, object Value, string ContentType = MediaTypeNames.Application.Json);
