using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SmsBridge.Admin;
using SmsBridge.Numbers;
using HttpJson = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace SmsBridge.Tests.Numbers;

public sealed class NumberJsonTests
{
    private const string Least = """{"number":"+14155550199","twilioAccount":"main","agent":"support"}""";

    private const string Whole = """
        {"number":"+14155550199","enabled":false,"label":"US support","twilioAccount":"main","messagingServiceSid":"MG1",
         "agent":"support","variantId":"VARIANT-12345678","language":"en-US","attributes":{"brand":"acme","tier":{"level":2}},"lookup":"crm",
         "firstReply":"greeting-and-answer","coalesce":"00:00:02.5000000","onTextDuringTurn":"withhold",
         "idleTimeout":"36:00:00","idleWarning":"Still there?","idleGrace":"00:05:00",
         "segmentsPerPart":3,"optOutReplies":"bridge","mediaLine":"",
         "handoff":{"queue":"desk","pickupDeadline":"00:15:00","onExpiry":"hold","priority":"high",
         "businessHours":{"timeZone":"Europe/London","open":{"mon":["09:00-17:00"]},"closedDates":["2026-12-25"]}},
         "quietHours":{"from":"21:00","to":"08:00","timeZone":"Europe/London"},
         "texts":{"handoff":"One moment.","expired":"","unsupported":"","apology":"Sorry.","trouble":"","help":"h","stop":"s","start":"t"},
         "limits":{"perCustomerPerMinute":5,"perNumberPerMinute":300,"segmentsPerCustomerPerDay":0,"segmentsPerNumberPerDay":9000},
         "retention":{"messages":"2160:00:00","transcripts":"720:00:00","payloads":"00:00:00"},
         "replyCountries":["US","CA"]}
        """;

    [Fact]
    public void What_a_document_leaves_out_has_these_values()
    {
        const string all = """
            {"number":"+14155550199","enabled":true,"label":null,"twilioAccount":"main","messagingServiceSid":null,"agent":"support",
             "variantId":null,"language":null,"attributes":{},"lookup":null,"firstReply":"answer","coalesce":"00:00:00",
             "onTextDuringTurn":"queue","idleTimeout":"24:00:00","idleWarning":null,"idleGrace":"00:10:00",
             "segmentsPerPart":10,"optOutReplies":null,"mediaLine":"[The customer sent {count} file(s): {types}]",
             "handoff":{"queue":null,"pickupDeadline":"00:15:00","onExpiry":"agent","priority":null,"businessHours":null},
             "quietHours":null,
             "texts":{"handoff":null,"expired":null,"unsupported":null,"apology":null,"trouble":null,"help":null,"stop":null,"start":null},
             "limits":{"perCustomerPerMinute":null,"perNumberPerMinute":null,"segmentsPerCustomerPerDay":null,"segmentsPerNumberPerDay":null},
             "retention":{"messages":null,"transcripts":null,"payloads":null},
             "replyCountries":null}
            """;
        Same(NumberJson.Write(NumberJson.Read(Least)), all);
        foreach (var options in Strict)
        {
            Same(JsonSerializer.Serialize(JsonSerializer.Deserialize<NumberDocument>(Least, options), options), all);
        }
    }

    [Fact]
    public void A_document_survives_storage_and_the_api()
    {
        Same(NumberJson.Write(NumberJson.Read(Whole)), Whole);
        Same(JsonSerializer.Serialize(JsonSerializer.Deserialize<NumberDocument>(Whole, Api), Api), Whole);
    }

    [Theory]
    [InlineData("colour")]
    [InlineData("handoff.colour")]
    [InlineData("texts.colour")]
    [InlineData("limits.colour")]
    [InlineData("retention.colour")]
    [InlineData("Number2")]
    public void An_unknown_member_is_refused_by_name(string member)
    {
        var json = With(member, "1");
        var name = member.Split('.')[^1];
        foreach (var options in Strict)
        {
            Should.Throw<JsonException>(() => JsonSerializer.Deserialize<NumberDocument>(json, options)).Message.ShouldContain($"'{name}'");
        }
    }

    [Theory]
    [InlineData("number", "null")]
    [InlineData("agent", "null")]
    [InlineData("twilioAccount", "null")]
    [InlineData("attributes", "null")]
    [InlineData("firstReply", "null")]
    [InlineData("handoff", "null")]
    [InlineData("texts", "null")]
    [InlineData("limits", "null")]
    [InlineData("retention", "null")]
    [InlineData("handoff.onExpiry", "null")]
    [InlineData("enabled", "null")]
    [InlineData("coalesce", "null")]
    [InlineData("onTextDuringTurn", "null")]
    [InlineData("idleGrace", "null")]
    [InlineData("idleTimeout", "3600")]
    [InlineData("segmentsPerPart", "\"ten\"")]
    [InlineData("segmentsPerPart", "null")]
    [InlineData("idleTimeout", "\"tomorrow\"")]
    [InlineData("number", "14155550199")]
    public void A_null_or_another_type_where_a_value_belongs_is_refused(string member, string value)
    {
        foreach (var options in Strict)
        {
            Should.Throw<JsonException>(
                () => JsonSerializer.Deserialize<NumberDocument>(With(member, value), options),
                $"{member}: {value}"
            );
        }
    }

    [Theory]
    [InlineData("number")]
    [InlineData("agent")]
    [InlineData("twilioAccount")]
    public void A_missing_required_member_is_refused_by_name(string member)
    {
        var json = Least.Replace($"\"{member}\"", "\"label\"");
        foreach (var options in Strict)
        {
            Should
                .Throw<JsonException>(() => JsonSerializer.Deserialize<NumberDocument>(json, options))
                .Message.ShouldContain($"'{member}'");
        }
    }

    [Theory]
    [InlineData("colour")]
    [InlineData("handoff.colour")]
    [InlineData("texts.colour")]
    public void A_stored_document_with_members_of_a_newer_version_is_still_read(string member) =>
        NumberJson.Read(With(member, "{\"a\":[1]}")).Agent.ShouldBe("support");

    private static JsonSerializerOptions Api { get; } =
        new ServiceCollection()
            .AddOps(new ConfigurationBuilder().Build())
            .BuildServiceProvider()
            .GetRequiredService<IOptions<HttpJson>>()
            .Value.SerializerOptions;

    private static JsonSerializerOptions[] Strict => [Api, NumberJson.Default.Options];

    private static string With(string member, string value)
    {
        var name = member.Split('.')[^1];
        var added = $"\"{name}\":{value}";
        added = member.Contains('.') ? $"\"{member.Split('.')[0]}\":{{{added}}}" : added;
        using var least = JsonDocument.Parse(Least);
        var kept = least.RootElement.EnumerateObject().Where(m => m.Name != name).Select(m => $"\"{m.Name}\":{m.Value.GetRawText()}");
        return $"{{{string.Join(',', kept.Append(added))}}}";
    }

    private static void Same(string actual, string expected)
    {
        using var a = JsonDocument.Parse(actual);
        using var b = JsonDocument.Parse(expected);
        JsonElement.DeepEquals(a.RootElement, b.RootElement).ShouldBeTrue($"{actual} is not {expected}");
    }
}
