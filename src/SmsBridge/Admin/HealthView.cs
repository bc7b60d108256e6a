using SmsBridge.Hosting;

namespace SmsBridge.Admin;

/// <summary>All is well.</summary>
/// <param name="Status">Always `ok`; else there is a problem instead.</param>
internal sealed record HealthView([property: Words("ok")] string Status);
