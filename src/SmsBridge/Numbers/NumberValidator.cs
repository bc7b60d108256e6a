using SmsBridge.Hosting;

namespace SmsBridge.Numbers;

/// <summary>Checks a number document against itself and against the settings. Errors are keyed by the member at fault.</summary>
internal sealed class NumberValidator(IEnumerable<KnownNames> known)
{
    /// <summary>Names that the bridge fills itself in <c>integration_attributes</c>.</summary>
    public static readonly string[] Reserved =
    [
        "channel",
        "customer_number",
        "bridge_number",
        "thread_id",
        "first_message_sid",
        "last_handoff_id",
        "last_handoff_reason",
        "last_handoff_outcome",
        "last_handoff_at",
        "last_outbound_text",
        "last_outbound_at",
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
        void RequireKnown(string what, string? name, string member)
        {
            var names = known.Single(k => k.What == what);
            Require(names.Has(name), member, names.Unknown(name));
        }

        RequireKnown("account", document.TwilioAccount, "twilioAccount");
        RequireKnown("agent", document.Agent, "agent");
        if (document.Lookup is { } lookup)
        {
            RequireKnown("lookup", lookup, "lookup");
        }

        if (document.Handoff.Queue is { } queue)
        {
            RequireKnown("queue", queue, "handoff.queue");
        }

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
        Require(
            document.Coalesce >= TimeSpan.Zero && document.Coalesce <= NumberDocument.MaxCoalesce,
            "coalesce",
            $"Give a duration from 00:00:00 to {NumberDocument.MaxCoalesce:c}."
        );
        Require(
            TextsDuringTurn.All.Contains(document.OnTextDuringTurn),
            "onTextDuringTurn",
            $"'{document.OnTextDuringTurn}' is not known; use {string.Join(" or ", TextsDuringTurn.All)}."
        );
        Require(document.IdleGrace > TimeSpan.Zero, "idleGrace", "Give a duration above zero, for example 00:10:00.");
        Require(
            document.IdleWarning is not { Length: > NumberTexts.MaxLength },
            "idleWarning",
            $"Write at most {NumberTexts.MaxLength} characters."
        );
        Require(document.IdleTimeout > TimeSpan.Zero, "idleTimeout", "Give a duration above zero, for example 24:00:00.");
        Require(
            document.Handoff.PickupDeadline > TimeSpan.Zero,
            "handoff.pickupDeadline",
            "Give a duration above zero, for example 00:15:00."
        );
        Require(
            document.SegmentsPerPart is >= 1 and <= NumberDocument.MaxSegmentsPerPart,
            "segmentsPerPart",
            $"Give a number of SMS segments from 1 to {NumberDocument.MaxSegmentsPerPart}."
        );
        Require(
            document.OptOutReplies is null || OptOutReply.All.Contains(document.OptOutReplies),
            "optOutReplies",
            $"'{document.OptOutReplies}' is not known; use {string.Join(" or ", OptOutReply.All)}, or null."
        );
        Require(
            PickupExpiry.All.Contains(document.Handoff.OnExpiry),
            "handoff.onExpiry",
            $"'{document.Handoff.OnExpiry}' is not known; use {string.Join(" or ", PickupExpiry.All)}."
        );
        foreach (var (member, text) in document.Texts.Members())
        {
            Require(text is not { Length: > NumberTexts.MaxLength }, member, $"Write at most {NumberTexts.MaxLength} characters.");
        }

        foreach (var (member, limit, most) in document.Limits.Members())
        {
            Require(limit is null or >= 0 && !(limit > most), member, $"Give a number from 0 (off) to {most}, or null.");
        }

        foreach (var (member, age) in document.Retention.Members())
        {
            Require(!(age < TimeSpan.Zero), member, "Give a duration, for example 90.00:00:00, 00:00:00 to keep everything, or null.");
        }

        if (document.ReplyCountries is { } countries)
        {
            Require(
                countries.Count > 0,
                "replyCountries",
                "Name at least one country, or write null for all; enabled switches a number off."
            );
            Require(
                countries.TrueForAll(Countries.IsKnown),
                "replyCountries",
                $"'{countries.Find(c => !Countries.IsKnown(c))}' is no country that is known; write ISO 3166 codes in capitals, for example US."
            );
        }

        Require(
            document.Handoff.Priority is null || document.Handoff.Priority.Trim().Length is > 0 and <= HandoffSettings.MaxPriority,
            "handoff.priority",
            $"Give 1 to {HandoffSettings.MaxPriority} characters, or null."
        );
        foreach (var (member, error) in document.Handoff.BusinessHours?.Mistakes() ?? [])
        {
            Require(good: false, $"handoff.businessHours.{member}", error);
        }

        foreach (var (member, error) in document.QuietHours?.Mistakes() ?? [])
        {
            Require(good: false, $"quietHours.{member}", error);
        }

        var taken = document.Attributes.Keys.FirstOrDefault(Reserved.Contains);
        Require(taken is null, "attributes", $"'{taken}' is a name that the bridge fills itself; choose another.");
        foreach (var (path, error) in AttributeTemplates.Check(document.Attributes))
        {
            Require(false, path, error);
        }

        return errors;
    }
}
