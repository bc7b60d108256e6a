using SmsBridge.Agents;
using SmsBridge.Hosting;
using SmsBridge.Work;

namespace SmsBridge.Tests.Threads;

/// <summary>An agent of another kind: each ask is answered by the next of what it was given.</summary>
internal sealed class FakeAgent(AgentTraits traits, params Attempt<AgentReply>[] answers) : IAgent
{
    private readonly Queue<Attempt<AgentReply>> answers = new(answers);

    public AgentTraits Traits => traits;

    public RemoteState State => new("agent 'fake'", RemoteCondition.Works, null);

    public Task<Attempt<OpenedSession>> Open(OpenRequest request, LeaseTerm term, CancellationToken cancellationToken) =>
        Task.FromResult<Attempt<OpenedSession>>(new OpenedSession("S-1", "Welcome."));

    public Task<Attempt<AgentReply>> Ask(string session, AgentMessage message, LeaseTerm term, CancellationToken cancellationToken) =>
        Task.FromResult(answers.Dequeue());

    public Task<Failure?> Close(string session, LeaseTerm? term, CancellationToken cancellationToken) => Task.FromResult<Failure?>(null);

    public Task<string?> HandoffState(string session, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public string? ConversationLink(string session) => null;

    public Task<Finding> Examine(CancellationToken cancellationToken) => Task.FromResult(Finding.Ok("works"));
}
