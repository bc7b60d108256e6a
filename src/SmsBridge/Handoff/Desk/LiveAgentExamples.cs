using SmsBridge.Hosting;
using SmsBridge.Messages;
using SmsBridge.Threads;

namespace SmsBridge.Handoff.Desk;

/// <summary>People at a desk, as the OpenAPI document shows them.</summary>
internal static class LiveAgentExamples
{
    private const string Person = "dana@example.com";

    public static readonly AcceptRequest Accept = new(Person);

    public static readonly AcceptResponse Accepted = new(Story.Token, Story.At(55));

    public static readonly MessageRequest Write = new("Dana here. I can see your order.", "desk-4711", Story.Token);

    public static readonly MessageResponse Written = new(
        Story.Handoff,
        Write.ClientMessageId!,
        [
            ThreadExamples.ToCustomer with
            {
                Author = Author.LiveAgent,
                Text = Write.Text!,
                Status = OutboundStatus.Queued,
                ProviderSid = null,
                HandoffId = Story.Handoff,
                ClientMessageId = Write.ClientMessageId,
            },
        ]
    );

    public static readonly ReleaseRequest Release = new("solved", Story.Token);

    public static readonly ReleaseResponse Released = new(Story.Handoff, Story.Thread, HandoffState.Released, "solved");

    public static readonly TakeOverRequest TakeOver = new("vip", "live_agent_queue", Person);

    public static readonly TakeOverResponse TakenOver = new(Story.Handoff, Story.Token, Story.At(55));
}
