using System.Text.Json;
using SmsBridge.Agents;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Threads.Lookups;
using SmsBridge.Work;

namespace SmsBridge.Threads.Turns;

/// <param name="Greeting">What the agent said first; shown to the customer only where the number's <c>firstReply</c> says so.</param>
internal sealed record OpenedConversation(NewConversation New, string Greeting);

/// <summary>Opens a conversation with the agent that the number document names.</summary>
internal sealed class ConversationOpener(AgentRegistry agents, NumberBook numbers, CustomerLookups lookups)
{
    public async Task<Attempt<OpenedConversation>> Open(
        Lease lease,
        ThreadContext thread,
        WaitingText first,
        CancellationToken cancellationToken
    )
    {
        if (!numbers.IsLoaded)
        {
            return new Failure(FailureCategory.Transient, "The bridge is starting: the number documents are not read yet.");
        }

        // A number that is removed or disabled while its text waits gets no new conversation.
        if (numbers.Find(thread.Number) is not { Enabled: true } number)
        {
            return new Failure(FailureCategory.Rejected, "The number is no longer configured or enabled. Put it back, then replay.");
        }

        if (agents.Find(number.Agent) is not { } agent)
        {
            return new Failure(FailureCategory.Credentials, $"Agent '{number.Agent}' is not configured under Agents.");
        }

        var found = await lookups.Find(number, thread, first, cancellationToken);
        var attributes = IntegrationAttributes.For(number, thread, first, found);
        var channel = thread.Channel == "whatsapp" ? "whatsapp" : "sms";
        var request = new OpenRequest(number.VariantId, attributes, channel, number.Language);
        var attempt = await agent.Open(request, lease.Term, cancellationToken);
        if (attempt.Value is not { } session)
        {
            return attempt.Failure!;
        }

        var conversation = new Conversation(Guid.CreateVersion7(), session.Id, number.Agent, number);
        var sent = JsonSerializer.Serialize(attributes, TextJson.Default.DictionaryStringJsonElement);
        return new OpenedConversation(new NewConversation(conversation, sent), session.Greeting);
    }

    /// <summary>
    /// Ends what was opened for a turn that somebody else has by now. Nobody else knows of it; tried once, since agents end what is silent anyway.
    /// </summary>
    public async Task Abandon(Conversation opened, CancellationToken cancellationToken)
    {
        if (agents.Find(opened.Agent) is { } agent)
        {
            await agent.Close(opened.ChatConversationId, term: null, cancellationToken);
        }
    }
}
