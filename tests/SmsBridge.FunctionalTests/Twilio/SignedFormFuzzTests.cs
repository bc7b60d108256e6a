using System.Globalization;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.FunctionalTests.Twilio;

/// <summary>
/// Forms that Twilio would not send, under right signatures: taken whole or refused whole, and never the server's fault. With SMSBRIDGE_FUZZ_MINUTES it goes on
/// for so long, each time with other forms.
/// </summary>
[Trait("Category", "Fuzz")]
public sealed class SignedFormFuzzTests(TestPostgres postgres)
{
    private const int Rounds = 400;

    private static readonly string[] Names =
    [
        "MessageSid",
        "SmsSid",
        "SmsMessageSid",
        "AccountSid",
        "From",
        "To",
        "Body",
        "NumMedia",
        "MediaUrl0",
        "MediaContentType0",
        "NumSegments",
        "ApiVersion",
        "SmsStatus",
        "MessageStatus",
        "ErrorCode",
        "OptOutType",
        "ButtonPayload",
        "ButtonText",
        "ListId",
        "Latitude",
        "Longitude",
        "Address",
        "Label",
        "OriginalRepliedMessageSid",
        "MessageType",
        "ExternalUserId",
        "OtherRecipients0",
        "ProfileName",
        "FromCity",
        "FromCountry",
        "ChannelMetadata",
        "",
        "\0",
        "é😀",
        new('n', 2000),
    ];

    private static readonly string[] Values =
    [
        "",
        " ",
        "\0",
        "a\0b",
        "￼",
        "\u202E\u200B",
        "\ud83d",
        "STOP",
        "help",
        "0",
        "-1",
        "11",
        "99999999999999999999",
        "1e400",
        "NaN",
        "51.5",
        "true",
        "whatsapp:+14155550101",
        "whatsapp:US.13491208655302741918",
        "rcs:x",
        "messenger:1",
        "+14155550101",
        "+1",
        "72345",
        "ACME",
        "' or 1=1 --",
        "<s><s></s></s>",
        "{\"a\":",
        "[[[[[[[[",
        "https://api.twilio.com/2010-04-01/Accounts/x/Messages.json",
        "file:///etc/passwd",
        "SM00000000000000000000000000000001",
        new('x', 5000),
        string.Concat(Enumerable.Repeat("<b>", 3000)),
    ];

    [Fact]
    public async Task Whatever_is_signed_is_taken_or_refused_and_what_is_refused_is_not_stored()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, BridgeSetup.With(("Public:RefusedPerMinute", "0")));
        var minutes = double.TryParse(
            Environment.GetEnvironmentVariable("SMSBRIDGE_FUZZ_MINUTES"),
            CultureInfo.InvariantCulture,
            out var asked
        )
            ? asked
            : 0;
        var seed = minutes > 0 ? Random.Shared.Next() : 20261201;
        var random = new Random(seed);
        var until = DateTime.UtcNow.AddMinutes(minutes);
        var (taken, refused) = (0, 0);
        for (var round = 0; round < Rounds || DateTime.UtcNow < until; round++)
        {
            var fields = Form(random, bridge.Customer().Address);
            var url =
                random.Next(4) == 0 ? $"{bridge.Instances[0].PublicAddress}/twilio/status/{Guid.NewGuid()}" : bridge.Instances[0].Webhook;

            // A sid of the list of values may have come before.
            var before = await Stored(bridge, fields);

            var answer = await Webhook.Post(url, fields);

            var told =
                $"seed {seed}, round {round}: {string.Join('&', fields.Select(f => $"{f.Key}={f.Value}"))}\n{answer.Status} {answer.Body}";
            answer.Status.ShouldBeOneOf([200, 204, 400, 403, 413], told);
            if (answer.Status >= 400)
            {
                refused++;
                (await Stored(bridge, fields)).ShouldBe(before, told);
            }
            else
            {
                taken++;
            }
        }

        (taken > 0 && refused > 0).ShouldBeTrue($"{taken} taken, {refused} refused");
        if (Environment.GetEnvironmentVariable("SMSBRIDGE_FUZZ_RESULTS") is { } results)
        {
            await File.WriteAllTextAsync(
                Path.Combine(results, "forms"),
                $"{taken + refused} inputs, {taken} taken and {refused} refused\n"
            );
        }

        var customer = bridge.Customer();
        await customer.Texts("still here");
        (await customer.Receives(TimeSpan.FromSeconds(60))).ShouldBe("You said: still here");
    }

    private static Task<long> Stored(BridgeUnderTest bridge, List<KeyValuePair<string, string>> fields)
    {
        var sid = fields.Find(f => f.Key == "MessageSid").Value ?? "";
        var storable = sid.Replace("\0", "", StringComparison.Ordinal).Replace("\ud83d", "\uFFFD", StringComparison.Ordinal);
        return bridge.Database.Count("messages where provider_sid = $1", storable);
    }

    /// <summary>A good form with some fields changed, taken away, doubled or added.</summary>
    private static List<KeyValuePair<string, string>> Form(Random random, string customer)
    {
        var fields = Webhook.Text(customer, BridgeSetup.Number, "hi");
        for (var changes = random.Next(4); changes >= 0; changes--)
        {
            var (name, value) = (Names[random.Next(Names.Length)], Values[random.Next(Values.Length)]);
            switch (random.Next(6))
            {
                case 0:
                    fields.RemoveAt(random.Next(fields.Count));
                    break;
                case 1:
                    fields.Add(fields[random.Next(fields.Count)]);
                    break;
                case 2:
                    var i = random.Next(fields.Count);
                    fields[i] = new(fields[i].Key, value);
                    break;
                default:
                    fields.RemoveAll(f => f.Key == name && name != "AccountSid");
                    fields.Insert(random.Next(fields.Count + 1), new(name, value));
                    break;
            }

            if (fields.Count == 0)
            {
                fields.Add(new("AccountSid", TwilioAccount.Default.Sid));
            }
        }

        return fields;
    }
}
