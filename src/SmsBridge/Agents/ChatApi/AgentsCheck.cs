using Microsoft.Extensions.Options;
using SmsBridge.Hosting;
using SmsBridge.Work;

namespace SmsBridge.Agents.ChatApi;

/// <summary>
/// Whether the Chat API takes each agent's credentials. It is asked to close a conversation that does not exist: that opens nothing and ends
/// nothing, and only who is let in hears that there is none.
/// </summary>
internal sealed class AgentsCheck(IOptions<AgentsOptions> options, ChatAgents agents) : ICheck
{
    private const string Nobody = "smsbridge-doctor";

    public Task<IReadOnlyList<Probe>> Probes(CancellationToken cancellationToken)
    {
        IReadOnlyList<Probe> probes =
            options.Value.Count == 0 ? [Probe.Of(null, _ => Task.FromResult(None))] : [.. options.Value.Select(Of)];
        return Task.FromResult(probes);
    }

    private static readonly Finding None = Finding.Warn(
        "none is configured",
        "Set Agents:{name}:Region, :AccountId, :ProjectId, :ApiKey and :ConnectorToken."
    );

    private Probe Of(KeyValuePair<string, AgentOptions> agent) =>
        Probe.Of(
            agent.Key,
            async token => Judge($"Agents:{agent.Key}", agent.Value, (await agents.Find(agent.Key)!.Close(Nobody, token)).Failure)
        );

    private static Finding Judge(string key, AgentOptions agent, Failure? failure) =>
        failure switch
        {
            null or { Category: FailureCategory.ConversationGone, Code: not null } => Finding.Over(
                agent.Address!,
                $"{agent.Address} accepts the credentials"
            ),
            { Category: FailureCategory.Credentials } => Finding.Fail(
                $"{agent.Address} refuses the credentials ({failure.Reason})",
                $"Correct {key}:ApiKey and {key}:ConnectorToken; both belong to the project's Chat API connector."
            ),
            { Category: FailureCategory.ConversationGone } => Finding.Warn(
                $"{agent.Address} answers 404 and does not say that it is about the conversation",
                $"Check {key}:Region, {key}:AccountId and {key}:ProjectId."
            ),
            { Category: FailureCategory.Rejected } => Finding.Fail(
                $"{agent.Address}: {failure.Reason}",
                $"Check {key}:Region, {key}:AccountId and {key}:ProjectId."
            ),
            _ => Finding.Fail(
                $"{agent.Address}: {failure.Reason}",
                $"Check {key}:Region or {key}:BaseUrl, and the way out: name, proxy, firewall."
            ),
        };
}
