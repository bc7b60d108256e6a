using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Twilio;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.Bench;

/// <summary>Both providers misbehave a little all the time and badly at times; conversations end behind the bridge's back.</summary>
internal sealed class SoakFaults(Rig rig, SoakPlan plan, Action<string> tell)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly ConversationEnd[] Ends = [ConversationEnd.Ended, ConversationEnd.TimedOut, ConversationEnd.Missing];

    private readonly Random random = new(plan.Seed + 2);

    /// <summary>Runs until cancelled, and leaves the providers in good health.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        try
        {
            for (var round = 1; !cancellationToken.IsCancellationRequested; round++)
            {
                Usual();
                await Task.Delay(Second * (4 + random.Next(5)), cancellationToken);
                EndSome();
                if (plan.Storms && round % 3 == 0)
                {
                    Storm();
                    await Task.Delay(Second * (2 + random.Next(3)), cancellationToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the faults.
        }

        rig.Chat.Faults.Clear();
        rig.Twilio.Faults.Clear();
        rig.Twilio.Callbacks.Plan = new CallbackPlan();
    }

    private void Usual()
    {
        var (chat, twilio) = (rig.Chat.Faults, rig.Twilio.Faults);
        chat.Clear();
        twilio.Clear();
        chat.Rate(0.02, Fault.Http(500));
        chat.Rate(0.02, Fault.Http(503, body: FaultBody.Html));
        chat.Rate(0.02, Fault.Http(429, retryAfter: Second));
        chat.Rate(0.01, Fault.Http(429, retryAfter: Second * 7));
        chat.Rate(0.05, Fault.Slow(Second * random.NextDouble()));
        chat.Rate(0.01, Fault.Slow(Second * 4), "respond");
        chat.Rate(0.02, Fault.AcceptThenDrop, "respond");
        chat.Rate(0.01, Fault.AcceptThenHang, "respond");
        chat.Rate(0.02, Fault.Refuse, "respond");
        chat.Rate(0.03, Fault.AcceptThenDrop, "create");
        twilio.Rate(0.03, Fault.Http(429, "20429"), "create");
        twilio.Rate(0.02, Fault.Http(503), "create");
        twilio.Rate(0.02, Fault.AcceptThenDrop, "create");
        twilio.Rate(0.01, Fault.AcceptThenBadGateway, "create");
        twilio.Rate(0.005, Fault.AcceptThenHang, "create");
        twilio.Rate(0.02, Fault.Refuse, "create");
        twilio.Rate(0.05, Fault.Slow(Second * random.NextDouble()), "create");
        twilio.Rate(0.1, Fault.Http(503), "list");
        rig.Twilio.Callbacks.Plan = new CallbackPlan
        {
            Mode = random.Next(3) == 0 ? CallbackMode.BeforeAnswer : CallbackMode.AfterAnswer,
            Sending = random.Next(2) == 0,
            ReorderRate = 0.3,
            DuplicateRate = 0.2,
        };
    }

    private void Storm()
    {
        var storm = random.Next(4);
        tell(
            storm switch
            {
                0 => "Chat API 401",
                1 => "Chat API 503",
                2 => "Twilio 503",
                _ => "Twilio 20429",
            }
        );
        var (plan, fault) = storm switch
        {
            0 => (rig.Chat.Faults, Fault.Http(401)),
            1 => (rig.Chat.Faults, Fault.Http(503)),
            2 => (rig.Twilio.Faults, Fault.Http(503)),
            _ => (rig.Twilio.Faults, Fault.Http(429, "20429", Second)),
        };
        plan.Clear();
        plan.Rate(1, fault);
    }

    private void EndSome()
    {
        var conversations = rig.Chat.Creates.All();
        for (var i = 0; i < 3 && conversations.Count > 0; i++)
        {
            rig.Chat.End(conversations[random.Next(conversations.Count)], random.GetItems(Ends, 1)[0]);
        }
    }
}
