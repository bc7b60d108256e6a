using SmsBridge.Agents;
using SmsBridge.Hosting;
using SmsBridge.Work;

namespace SmsBridge.Tests.Threads;

/// <summary>An agent of another kind: each ask is answered by the next of what it was given.</summary>
internal sealed class FakeAgent(AgentTraits traits, params Attempt<AgentReply>[] answers) : IAgent
{
    private readonly Queue<Attempt<AgentReply>> answers = new(answers);

    public AgentTraits Traits => traits;

    public ProviderState State => new("agent 'fake'", ProviderCondition.Works, null);

    public Task<Attempt<OpenedSession>> Open(OpenRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<Attempt<OpenedSession>>(new OpenedSession("S-1", "Welcome."));

    public Task<Attempt<AgentReply>> Ask(string session, AgentMessage message, CancellationToken cancellationToken) =>
        Task.FromResult(answers.Dequeue());

    public Task<Failure?> Close(string session, CancellationToken cancellationToken) => Task.FromResult<Failure?>(null);

    public Task<string?> HandoffState(string session, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public string? ConversationLink(string session) => null;

    public Task<Finding> Examine(CancellationToken cancellationToken) => Task.FromResult(Finding.Ok("works"));
}
