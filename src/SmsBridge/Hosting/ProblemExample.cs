using Microsoft.AspNetCore.Mvc;

namespace SmsBridge.Hosting;

/// <summary>A refusal that an endpoint may answer with, as it is when it happens.</summary>
internal sealed record ProblemExample(ProblemDetails Problem);
