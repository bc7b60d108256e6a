using System.Text.Json;
using Microsoft.Extensions.Options;
using SmsBridge.Agents;
using SmsBridge.Numbers;
using SmsBridge.Queues;
using SmsBridge.Threads.Lookups;
using SmsBridge.Twilio;

namespace SmsBridge.Tests.Numbers;

public sealed class NumberValidatorTests
{
    private static readonly NumberDocument Good = new()
    {
        Number = "+14155550199",
        TwilioAccount = "main",
        Agent = "support",
    };

    private static readonly NumberDocument Whole = Good with
    {
        MessagingServiceSid = "MG1",
        FirstReply = "greeting-and-answer",
        Coalesce = TimeSpan.FromSeconds(15),
        OnTextDuringTurn = "withhold",
        IdleWarning = new string('x', 1600),
        IdleGrace = TimeSpan.FromSeconds(1),
        SegmentsPerPart = 25,
        Handoff = new()
        {
            Queue = "desk",
            PickupDeadline = TimeSpan.FromSeconds(1),
            OnExpiry = "hold",
        },
        Texts = new() { Handoff = "", Expired = new string('x', 1600) },
        Attributes = Attributes("brand"),
        Lookup = "crm",
    };

    [Fact]
    public void A_document_in_order_has_no_errors()
    {
        Errors(Good).ShouldBeEmpty();
        Errors(Whole).ShouldBeEmpty();
    }

    [Fact]
    public void Each_error_names_its_member_and_says_what_to_write()
    {
        Error(Good with { Number = "415-555-0199" }, "number")
            .ShouldBe("'415-555-0199' is no address to text: write +14155550199, a short code, whatsapp:+… or rcs:….");
        Error(Good with { TwilioAccount = "other" }, "twilioAccount")
            .ShouldBe("There is no account 'other'. Configured under Twilio:Accounts: backup, main.");
        Error(Good with { Agent = "sales" }, "agent").ShouldBe("There is no agent 'sales'. Configured under Agents: support.");
        Error(Good with { Handoff = new() { Queue = "vip" } }, "handoff.queue")
            .ShouldBe("There is no queue 'vip'. Configured under Queues: desk.");
        Error(Good with { Lookup = "erp" }, "lookup").ShouldBe("There is no lookup 'erp'. Configured under Lookups: crm.");
        Error(Good with { FirstReply = "silence" }, "firstReply").ShouldBe("'silence' is not known; use answer or greeting-and-answer.");
        Error(Good with { MessagingServiceSid = "SM1" }, "messagingServiceSid").ShouldBe("A Messaging Service's sid begins with MG.");
        foreach (var seconds in (int[])[-1, 16])
        {
            Error(Good with { Coalesce = TimeSpan.FromSeconds(seconds) }, "coalesce")
                .ShouldBe("Give a duration from 00:00:00 to 00:00:15.");
        }

        Error(Good with { OnTextDuringTurn = "drop" }, "onTextDuringTurn").ShouldBe("'drop' is not known; use queue or withhold.");
        Error(Good with { IdleWarning = new string('x', 1601) }, "idleWarning").ShouldBe("Write at most 1600 characters.");
        Error(Good with { Handoff = new() { OnExpiry = "retry" } }, "handoff.onExpiry")
            .ShouldBe("'retry' is not known; use agent or hold.");
        var long1601 = new string('x', 1601);
        Error(Good with { Texts = new() { Handoff = long1601 } }, "texts.handoff").ShouldBe("Write at most 1600 characters.");
        Error(Good with { Texts = new() { Expired = long1601 } }, "texts.expired").ShouldBe("Write at most 1600 characters.");
        foreach (var seconds in (int[])[0, -1])
        {
            var time = TimeSpan.FromSeconds(seconds);
            Error(Good with { IdleGrace = time }, "idleGrace").ShouldBe("Give a duration above zero, for example 00:10:00.");
            Error(Good with { IdleTimeout = time }, "idleTimeout").ShouldBe("Give a duration above zero, for example 24:00:00.");
            Error(Good with { Handoff = new() { PickupDeadline = time } }, "handoff.pickupDeadline")
                .ShouldBe("Give a duration above zero, for example 00:15:00.");
        }
    }

    [Fact]
    public void A_part_takes_from_1_to_25_segments()
    {
        Errors(Good with { SegmentsPerPart = 1 }).ShouldBeEmpty();
        foreach (var segments in (int[])[0, -1, 26])
        {
            Error(Good with { SegmentsPerPart = segments }, "segmentsPerPart").ShouldBe("Give a number of SMS segments from 1 to 25.");
        }
    }

    [Fact]
    public void Ages_of_retention_are_durations_that_are_not_negative()
    {
        Errors(
                Good with
                {
                    Retention = new() { Messages = TimeSpan.FromDays(90), Transcripts = TimeSpan.Zero },
                }
            )
            .ShouldBeEmpty();
        Error(Good with { Retention = new() { Messages = TimeSpan.FromDays(-1) } }, "retention.messages")
            .ShouldBe("Give a duration, for example 90.00:00:00, 00:00:00 to keep everything, or null.");
        Error(Good with { Retention = new() { Transcripts = TimeSpan.FromDays(-1) } }, "retention.transcripts").ShouldNotBeNull();
        Error(Good with { Retention = new() { Payloads = TimeSpan.FromTicks(-1) } }, "retention.payloads").ShouldNotBeNull();
    }

    [Fact]
    public void Limits_are_counts_and_reply_countries_are_known()
    {
        Errors(
                Good with
                {
                    Limits = new()
                    {
                        PerCustomerPerMinute = 0,
                        PerNumberPerMinute = 100_000,
                        SegmentsPerCustomerPerDay = 1,
                    },
                    ReplyCountries = ["US", "CA"],
                }
            )
            .ShouldBeEmpty();
        Error(Good with { Limits = new() { PerCustomerPerMinute = 1001 } }, "limits.perCustomerPerMinute")
            .ShouldBe("Give a number from 0 (off) to 1000, or null.");
        Error(Good with { Limits = new() { SegmentsPerNumberPerDay = -1 } }, "limits.segmentsPerNumberPerDay")
            .ShouldBe("Give a number from 0 (off) to 10000000, or null.");
        Error(Good with { ReplyCountries = ["US", "UK"] }, "replyCountries")
            .ShouldBe("'UK' is no country that is known; write ISO 3166 codes in capitals, for example US.");
        Error(Good with { ReplyCountries = [] }, "replyCountries")
            .ShouldBe("Name at least one country, or write null for all; enabled switches a number off.");
    }

    [Fact]
    public void Priority_and_business_hours_are_checked()
    {
        var night = new BusinessHours
        {
            TimeZone = "Europe/London",
            Open = new() { ["mon"] = ["22:00-06:00"] },
        };
        Errors(
                Good with
                {
                    Handoff = new() { Priority = new string('x', 32), BusinessHours = night },
                }
            )
            .ShouldBeEmpty();
        foreach (var priority in (string[])["", "  ", new string('x', 33)])
        {
            Error(Good with { Handoff = new() { Priority = priority } }, "handoff.priority").ShouldBe("Give 1 to 32 characters, or null.");
        }

        Error(Good with { Handoff = new() { BusinessHours = night with { TimeZone = "Mars" } } }, "handoff.businessHours.timeZone")
            .ShouldStartWith("The time zone 'Mars' is not known here");
        Error(
                Good with
                {
                    Handoff = new() { BusinessHours = night with { Open = new() { ["mon"] = ["nine to five"] } } },
                },
                "handoff.businessHours.open.mon"
            )
            .ShouldStartWith("'nine to five' is no span");
    }

    [Theory]
    [InlineData("channel")]
    [InlineData("customer_number")]
    [InlineData("bridge_number")]
    [InlineData("thread_id")]
    [InlineData("first_message_sid")]
    [InlineData("last_handoff_id")]
    [InlineData("last_handoff_reason")]
    [InlineData("last_handoff_outcome")]
    [InlineData("last_handoff_at")]
    public void A_name_that_the_bridge_fills_itself_is_taken(string name) =>
        Error(Good with { Attributes = Attributes("brand", name) }, "attributes")
            .ShouldBe($"'{name}' is a name that the bridge fills itself; choose another.");

    [Fact]
    public void A_template_with_an_unknown_field_is_refused_under_the_path_of_its_attribute_with_the_names_that_there_are() =>
        Error(Good with { Attributes = Json("""{ "crm": { "tags": ["ok", "{{customer}}"] } }""") }, "attributes.crm.tags[1]")
            .ShouldBe(
                "There is no field 'customer'. Use one of customer_number, bridge_number, number_label, channel, language, thread_id, "
                    + "first_message_sid, first_text, received_at, from_city, from_state, from_zip, from_country, profile_name. "
                    + @"For braces as they are, write \{{."
            );

    [Fact]
    public void Every_template_in_error_is_told_and_those_in_order_are_not() =>
        Errors(
            Good with
            {
                Attributes = Json(
                    """
                    { "a": "{{from_city|unknown}}", "b": "{{nobody}}", "c": "{{from_city", "d": "{{from_city|{{from_zip}}}}", "e": "{one} \\{{two}}",
                      "f": 7, "g": "\u0000", "h": "\ud83d", "i": 1e999999 }
                    """
                ),
            }
        )
            .Keys.Order(StringComparer.Ordinal)
            .ShouldBe(["attributes.b", "attributes.c", "attributes.d", "attributes.g", "attributes.h", "attributes.i"]);

    [Fact]
    public void All_errors_are_told_at_once() =>
        Errors(
            new NumberDocument
            {
                Number = "x",
                TwilioAccount = "x",
                Agent = "x",
                FirstReply = "x",
                IdleTimeout = TimeSpan.Zero,
            }
        )
            .Keys.Order(StringComparer.Ordinal)
            .ShouldBe(["agent", "firstReply", "idleTimeout", "number", "twilioAccount"]);

    private static string Error(NumberDocument document, string member)
    {
        var (key, errors) = Errors(document).ShouldHaveSingleItem();
        key.ShouldBe(member);
        return errors.ShouldHaveSingleItem();
    }

    private static Dictionary<string, string[]> Errors(NumberDocument document) =>
        new NumberValidator([
            new KnownNames("agent", "Agents", () => ["support"]),
            new KnownNames("account", "Twilio:Accounts", () => ["main", "backup"]),
            new KnownNames("queue", "Queues", () => ["desk"]),
            new KnownNames("lookup", "Lookups", () => ["crm"]),
        ]).Check(document);

    private static Dictionary<string, JsonElement> Json(string attributes) =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(attributes)!;

    private static Dictionary<string, JsonElement> Attributes(params string[] names) =>
        names.ToDictionary(n => n, _ => JsonSerializer.SerializeToElement("x"), StringComparer.Ordinal);
}
