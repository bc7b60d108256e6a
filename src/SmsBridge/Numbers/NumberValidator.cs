using Microsoft.Extensions.Options;
using SmsBridge.ChatApi;
using SmsBridge.Handoff;
using SmsBridge.Twilio;

namespace SmsBridge.Numbers;

/// <summary>Checks a number document against itself and against the settings. Errors are keyed by the member at fault.</summary>
internal sealed class NumberValidator(IOptions<AgentsOptions> agents, IOptions<TwilioOptions> twilio, IOptions<QueuesOptions> queues)
{
    /// <summary>Names that the bridge fills itself in <c>integration_attributes</c>.</summary>
    private static readonly string[] Reserved =
    [
        "channel",
        "customer_number",
        "bridge_number",
        "thread_id",
        "first_message_sid",
        "last_handoff_id",
        "last_handoff_reason",
        "last_handoff_outcome",
        "last_outbound_text",
    ];

    public Dictionary<string, string[]> Check(NumberDocument document)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        void Require(bool good, string member, string error)
        {
            if (!good)
            {
                errors[member] = [error];
            }
        }

        Require(
            Addresses.IsNumber(document.Number),
            "number",
            $"'{document.Number}' is no address to text: write +14155550199, a short code, whatsapp:+… or rcs:…."
        );
        Require(
            twilio.Value.Accounts.ContainsKey(document.TwilioAccount),
            "twilioAccount",
            Unknown("account", document.TwilioAccount, "Twilio:Accounts", twilio.Value.Accounts.Keys)
        );
        Require(agents.Value.ContainsKey(document.Agent), "agent", Unknown("agent", document.Agent, "Agents", agents.Value.Keys));
        Require(
            document.Handoff.Queue is null || queues.Value.ContainsKey(document.Handoff.Queue),
            "handoff.queue",
            Unknown("queue", document.Handoff.Queue, "Queues", queues.Value.Keys)
        );
        Require(
            FirstReplies.All.Contains(document.FirstReply),
            "firstReply",
            $"'{document.FirstReply}' is not known; use {string.Join(" or ", FirstReplies.All)}."
        );
        Require(
            document.MessagingServiceSid is null || document.MessagingServiceSid.StartsWith("MG", StringComparison.Ordinal),
            "messagingServiceSid",
            "A Messaging Service's sid begins with MG."
        );
        Require(document.Coalesce >= TimeSpan.Zero, "coalesce", "A duration cannot be negative.");
        Require(document.IdleTimeout > TimeSpan.Zero, "idleTimeout", "Give a duration above zero, for example 24:00:00.");
        Require(
            document.Handoff.PickupDeadline > TimeSpan.Zero,
            "handoff.pickupDeadline",
            "Give a duration above zero, for example 00:15:00."
        );
        var taken = document.Attributes.Keys.FirstOrDefault(Reserved.Contains);
        Require(taken is null, "attributes", $"'{taken}' is a name that the bridge fills itself; choose another.");
        return errors;
    }

    private static string Unknown(string what, string? name, string key, IEnumerable<string> known) =>
        $"There is no {what} '{name}'. Configured under {key}: {string.Join(", ", known.Order())}.";
}
