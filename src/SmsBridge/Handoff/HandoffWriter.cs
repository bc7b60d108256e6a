using Microsoft.Extensions.Options;
using SmsBridge.Agents;
using SmsBridge.Hosting;
using SmsBridge.Messages;
using SmsBridge.Observability;
using SmsBridge.Outbound;
using SmsBridge.Queues;

namespace SmsBridge.Handoff;

/// <summary>Makes the handoff and its event out of what was said so far.</summary>
internal sealed class HandoffWriter(
    TranscriptReader transcripts,
    AgentRegistry agents,
    IOptions<HandoffOptions> options,
    IOptions<OpsOptions> ops
)
{
    /// <param name="replies">What the agent says to the customer with it; not stored yet.</param>
    public async Task<NewHandoff> Write(
        ThreadContext thread,
        Conversation conversation,
        HandoffCause cause,
        IReadOnlyList<Reply> replies,
        CancellationToken cancellationToken
    )
    {
        var agent = agents.Find(conversation.Agent);
        var state = agent?.HandoffState(conversation.ChatConversationId, cancellationToken);
        var transcript = await transcripts.Read(thread.Id, conversation.Id, cancellationToken);
        var queues = options.Value.QueuesFor(cause.Said.Destination, conversation.Settings.Handoff.Queue);
        var id = Guid.CreateVersion7();
        var (kept, data) = new HandoffData(
            id,
            thread,
            conversation,
            cause,
            queues[0],
            transcript,
            [
                .. transcript.Lines,
                .. replies.Select(r => new TranscriptLine(r.Author, r.Text, transcript.Now, r.Id, OutboundStatus.Queued)),
            ],
            agent?.ConversationLink(conversation.ChatConversationId),
            state is null ? null : await state,
            ops.Value.Link
        ).Write();
        return new NewHandoff(
            id,
            conversation.Id,
            queues,
            kept,
            conversation.Settings.Handoff.PickupDeadline,
            HandoffEvent.Of(Guid.CreateVersion7(), thread.Id, id, HandoffEventType.Requested, transcript.Now, data, Traces.Current)
        );
    }
}
