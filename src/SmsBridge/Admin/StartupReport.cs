using System.Reflection;
using Microsoft.Extensions.Options;
using SmsBridge.Agents;
using SmsBridge.Hosting;
using SmsBridge.Queues;
using SmsBridge.Threads.Lookups;
using SmsBridge.Twilio;

namespace SmsBridge.Admin;

/// <summary>Says at start what is configured, so that an operator need not guess.</summary>
internal sealed class StartupReport(
    IOptions<PublicOptions> publicSide,
    IOptions<OpsOptions> ops,
    IOptions<AgentsOptions> agents,
    IOptions<TwilioOptions> twilio,
    IOptions<QueuesOptions> queues,
    IOptions<LookupsOptions> lookups,
    ILogger<StartupReport> log
) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var version = Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        log.Starting(version?.Split('+')[0] ?? "unknown", publicSide.Value.Listen, publicSide.Value.BaseUrl, ops.Value.Listen);
        log.Configured(
            Names(agents.Value.Keys),
            Names(twilio.Value.Accounts.Keys),
            Names(queues.Value.Select(q => $"{q.Key} ({q.Value.Type})")),
            Names(lookups.Value.Keys)
        );
        if (string.IsNullOrEmpty(ops.Value.BootstrapKey))
        {
            log.NoKey();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Order()) is { Length: > 0 } list ? list : "none";
}
