namespace SmsBridge.FunctionalTests.Twilio;

/// <summary>One signed request, sent again with the borders between its fields moved, under the same signature.</summary>
public sealed class MovedBorderTests(SharedBridge shared) : BridgeTests(shared)
{
    private const string Sid = "SM00000000000000000000000000000077";

    /// <summary>What Twilio signs for these is, behind the address: AccountSidAC…ApiVersion2010-04-01BodyhiFrom+1…MessageSidSM…NumMedia0NumSegments1To+1…</summary>
    private static List<KeyValuePair<string, string>> Genuine(string from) =>
        [
            new("AccountSid", Sandbox.Twilio.TwilioAccount.Default.Sid),
            new("ApiVersion", "2010-04-01"),
            new("Body", "hi"),
            new("From", from),
            new("MessageSid", Sid),
            new("NumMedia", "0"),
            new("NumSegments", "1"),
            new("To", BridgeSetup.Number),
        ];

    public static TheoryData<string> Moves =>
        ["sid takes the field behind it", "sid takes two", "version takes the body", "two sids", "number of segments takes the address"];

    [Theory]
    [MemberData(nameof(Moves))]
    public async Task A_request_whose_borders_were_moved_is_refused_and_leaves_nothing(string move)
    {
        var customer = Bridge.Customer();
        var fields = Genuine(customer.Address);
        var signature = Sandbox.Twilio.TwilioSignature.Sign(
            Sandbox.Twilio.TwilioAccount.Default.PrimaryToken,
            Bridge.Instances[0].Webhook,
            fields
        );
        var moved = Moved(move, fields);
        Sandbox
            .Twilio.TwilioSignature.Sign(Sandbox.Twilio.TwilioAccount.Default.PrimaryToken, Bridge.Instances[0].Webhook, moved)
            .ShouldBe(signature, "the attack is one: the signature holds for both");

        var body = string.Join('&', moved.Select(f => $"{Uri.EscapeDataString(f.Key)}={Uri.EscapeDataString(f.Value)}"));
        var answer = await Webhook.PostRaw(Bridge.Instances[0].Webhook, body, signature);

        answer.Status.ShouldBe(400);
        answer.Body.ShouldNotContain(customer.Address);
        (await Bridge.Database.Count("messages where thread_id = $1", customer.ThreadId)).ShouldBe(0);
    }

    private static List<KeyValuePair<string, string>> Moved(string move, List<KeyValuePair<string, string>> fields)
    {
        List<KeyValuePair<string, string>> Without(params string[] names) => [.. fields.Where(f => !names.Contains(f.Key))];
        KeyValuePair<string, string> Longer(string name, params string[] swallowed) =>
            new(name, Value(name) + string.Concat(swallowed.Select(s => s + Value(s))));
        string Value(string name) => fields.Find(f => f.Key == name).Value;
        return move switch
        {
            "sid takes the field behind it" => [.. Without("MessageSid", "NumMedia"), Longer("MessageSid", "NumMedia")],
            "sid takes two" => [.. Without("MessageSid", "NumMedia", "NumSegments"), Longer("MessageSid", "NumMedia", "NumSegments")],
            "version takes the body" => [.. Without("ApiVersion", "Body"), Longer("ApiVersion", "Body")],
            "two sids" => [.. fields, new("MessageSid", Sid)],
            _ => [.. Without("NumMedia", "NumSegments"), Longer("NumMedia", "NumSegments")],
        };
    }
}
