namespace SmsBridge.Sandbox.ChatApi;

/// <summary>The sandbox's own agent: support of a small outdoor shop.</summary>
internal static class ShopSupport
{
    public static AgentScript Script { get; } =
        new AgentScript("Hi, this is Fernhill Outdoor. Ask me about orders, returns or opening hours.", [])
            .On(
                @"\b(agent|human|person|representative)\b",
                "Of course. I'm passing you to a colleague who will answer here in this chat.",
                handoff: """
                {
                  "destination": "live_agent_queue",
                  "reason": "customer_asked_for_a_person",
                  "utterance": "Customer wants to talk to a person.",
                  "text_chat": { "skill": "retail_support", "priority": 2, "tags": ["sms", "sandbox"], "context": { "order_known": false } }
                }
                """
            )
            .On(
                @"\b(bill|billing|charged|invoice)\b",
                "Billing questions need a look at your account. A specialist will be with you shortly.",
                handoff: """{ "destination": "billing", "reason": "billing_question" }"""
            )
            .On(
                @"return policy|\breturns?\b|refund",
                "You can return anything unused within 30 days of delivery, free of charge. Refunds reach your card within 5 working days."
            )
            .On(@"open|hours|close[sd]?\b", "Our shops are open Monday to Saturday from 9 am to 7 pm, and on Sundays from 11 am to 5 pm.")
            .On(
                @"\b(order|parcel|delivery|shipping|track)",
                "Your last order left our warehouse yesterday and should arrive tomorrow before 6 pm."
            )
            .On(@"\bterms\b", LongTerms())
            .On(@"\b(bye|goodbye)\b", "Thank you for texting Fernhill Outdoor. Goodbye!", end: true)
            .On(@"^\W*(hi|hello|hey)\b", "Hello! What can I do for you?")
            .On(@"\bthank(s| you)\b", "You're welcome! Is there anything else?")
            .Otherwise(
                "You asked: “{text}”. I don't know that one, but I can help with orders, returns and opening hours.",
                "About “{text}”: let me think… I'm not sure. Text “agent” to reach a person.",
                "Hmm, “{text}” is new to me. Try “What is your return policy?”",
                "I understood “{text}”, and I'm still learning. Could you say it in other words?"
            );

    /// <summary>A little over 2,400 characters, so that it must be split into two texts.</summary>
    private static string LongTerms()
    {
        string[] subjects =
        [
            "Orders",
            "Prices",
            "Delivery",
            "Returns",
            "Refunds",
            "Repairs",
            "Vouchers",
            "Warranty",
            "Privacy",
            "Complaints",
            "Gift cards",
            "Changes",
        ];
        var sections = subjects.Select(
            (subject, i) =>
                $"{i + 1}. {subject}: these terms apply to every purchase from Fernhill Outdoor, in our shops and online. "
                + "We keep them short, and we tell you in good time before anything about them changes."
        );
        return "Here are our terms in full. " + string.Join(' ', sections);
    }
}
