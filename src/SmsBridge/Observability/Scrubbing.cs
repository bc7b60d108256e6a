using System.Diagnostics;
using OpenTelemetry;

namespace SmsBridge.Observability;

/// <summary>
/// The one place through which every span goes before it is exported. Of spans that others make (ASP.NET Core, HttpClient, Npgsql) only the
/// attributes listed here stay: paths and queries hold phone numbers, and addresses of queues may hold secrets. The bridge's own have none.
/// </summary>
internal sealed class Scrubbing : BaseProcessor<Activity>
{
    public const string Server = "Microsoft.AspNetCore";
    public const string Client = "System.Net.Http";
    public const string Database = "Npgsql";

    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "http.request.method",
        "http.response.status_code",
        "http.route",
        "http.request.resend_count",
        "url.scheme",
        "server.address",
        "server.port",
        "network.protocol.name",
        "network.protocol.version",
        "error.type",
        "db.system.name",
        "db.namespace",
        "db.operation.name",
        "db.collection.name",
        "db.response.status_code",
        "db.npgsql.rows",
        // The statement as the bridge wrote it: values are parameters.
        "db.query.text",
    };

    public override void OnEnd(Activity data)
    {
        if (data.Source.Name == Traces.Name)
        {
            return;
        }

        // Statements for many texts at once, and looks for work, belong to no trace: each would be one of its own.
        if (data.Source.Name == Database && data.ParentSpanId == default)
        {
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            return;
        }

        List<string>? gone = null;
        foreach (var (name, _) in data.EnumerateTagObjects())
        {
            if (!Harmless.Contains(name))
            {
                (gone ??= []).Add(name);
            }
        }

        gone?.ForEach(name => data.SetTag(name, null));

        // In the words of whoever failed, which may quote what was sent.
        if (data.Status == ActivityStatusCode.Error)
        {
            data.SetStatus(ActivityStatusCode.Error);
        }
    }
}
