using System.Text.Json.Serialization;

namespace SmsBridge.Hosting;

/// <summary>Problem details (RFC 9457): every refusal and every fault. More members may come.</summary>
/// <param name="Title">The same for every problem of its kind.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Type">A URL that explains the status, where there is one.</param>
/// <param name="Detail">What is wrong and, where it helps, what to do; for people.</param>
/// <param name="Code">For programs: stable, where one status has several reasons.</param>
/// <param name="Errors">What is wrong by member of the request.</param>
/// <param name="TraceId">Finds the request in traces and logs.</param>
internal sealed record Problem(
    string Title,
    int Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Type = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Code = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Dictionary<string, string[]>? Errors = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TraceId = null
);
