using System.Text.Json.Nodes;
using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Numbers;

public sealed class NumbersApiTests(UsualBridge usual, TestPostgres postgres) : UsualBridgeTests(usual, postgres)
{
    private const string Path = "/api/v1/numbers/";

    [Fact]
    public async Task A_number_can_be_created_read_replaced_and_removed()
    {
        var document = BridgeSetup.Document(
            "+14155550200",
            d =>
            {
                d["label"] = "Été";
                d["attributes"] = new JsonObject { ["brand"] = "acme", ["n"] = 1.5 };
                d["idleTimeout"] = "48:00:00";
                d["coalesce"] = "00:00:02";
            }
        );

        (await Ops.Get(Path + "%2B14155550200")).Status.ShouldBe(404);
        (await Ops.Put(Path + "%2B14155550200", document)).Status.ShouldBe(201);
        var read = await Ops.Get(Path + "+14155550200");
        read.Status.ShouldBe(200);
        document["enabled"] = false;
        document["label"] = null;
        (await Ops.Put(Path + "%2B14155550200", document)).Status.ShouldBe(200);
        var replaced = (await Ops.Get(Path + "%2B14155550200")).Json;
        (await Ops.Delete(Path + "%2B14155550200")).Status.ShouldBe(204);
        (await Ops.Delete(Path + "%2B14155550200")).Status.ShouldBe(404);
        (await Ops.Get(Path + "%2B14155550200")).Status.ShouldBe(404);

        var expected = JsonNode.Parse(
            """
            { "number": "+14155550200", "enabled": true, "label": "Été", "twilioAccount": "main", "messagingServiceSid": null,
              "agent": "support", "variantId": null, "language": null, "attributes": { "brand": "acme", "n": 1.5 },
              "firstReply": "answer", "coalesce": "00:00:02", "idleTimeout": "48:00:00",
              "handoff": { "queue": null, "pickupDeadline": "00:15:00", "onExpiry": "agent", "priority": null, "businessHours": null } }
            """
        );
        var first = JsonNode.Parse(read.Body)!.AsObject();
        foreach (var (name, value) in expected!.AsObject())
        {
            JsonNode.DeepEquals(first[name], value).ShouldBeTrue($"{name}: {first[name]}");
        }

        replaced.GetProperty("enabled").GetBoolean().ShouldBeFalse();
        replaced.GetProperty("label").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Theory]
    [InlineData("agent", "\"nobody\"", "agent", "support")]
    [InlineData("twilioAccount", "\"nobody\"", "twilioAccount", "main")]
    [InlineData("handoff", """{ "queue": "nowhere" }""", "handoff.queue", "desk")]
    [InlineData("handoff", """{ "pickupDeadline": "-00:01:00" }""", "handoff.pickupDeadline", "")]
    [InlineData("handoff", """{ "priority": "" }""", "handoff.priority", "1 to 32")]
    [InlineData("handoff", """{ "businessHours": { "timeZone": "Mars" } }""", "handoff.businessHours.timeZone", "Mars")]
    [InlineData(
        "handoff",
        """{ "businessHours": { "timeZone": "UTC", "open": { "mon": ["9-5"] } } }""",
        "handoff.businessHours.open.mon",
        "9-5"
    )]
    [InlineData("handoff", """{ "onExpiry": "retry" }""", "handoff.onExpiry", "agent or hold")]
    [InlineData("firstReply", "\"greeting\"", "firstReply", "greeting-and-answer")]
    [InlineData("coalesce", "\"-00:00:01\"", "coalesce", "")]
    [InlineData("idleTimeout", "\"-01:00:00\"", "idleTimeout", "")]
    [InlineData("number", "\"+14155550299\"", "number", "+14155550299")]
    [InlineData("messagingServiceSid", "\"XX1\"", "messagingServiceSid", "MG")]
    [InlineData("attributes", """{ "thread_id": "mine" }""", "attributes", "thread_id")]
    [InlineData("idleTimeout", "\"a day\"", "idleTimeout", "hh:mm:ss")]
    [InlineData("enabled", "\"yes\"", "enabled", "")]
    [InlineData("agent", "null", "agent", "")]
    [InlineData("variant", "\"x\"", "variant", "not known")]
    public async Task A_document_with_a_mistake_is_refused_by_member_and_with_the_remedy(
        string member,
        string value,
        string named,
        string hint
    )
    {
        var document = BridgeSetup.Document("+14155550201");
        document[member] = JsonNode.Parse(value);

        var answer = await Ops.Put(Path + "%2B14155550201", document);

        answer.Status.ShouldBe(400, answer.Body);
        answer.ContentType.ShouldBe("application/problem+json");
        answer.Problem.ShouldContain(named);
        answer.Problem.ShouldContain(hint);
        (await Ops.Get(Path + "%2B14155550201")).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("number")]
    [InlineData("twilioAccount")]
    [InlineData("agent")]
    public async Task A_missing_member_is_named(string member)
    {
        var document = BridgeSetup.Document("+14155550201");
        document.Remove(member);

        var answer = await Ops.Put(Path + "%2B14155550201", document);

        answer.Status.ShouldBe(400);
        answer.Problem.ShouldContain(member);
    }

    [Theory]
    [InlineData("{ \"number\": ")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("number: +1")]
    public async Task A_body_that_is_no_document_is_refused(string body)
    {
        var answer = await Ops.Send(HttpMethod.Put, Path + "%2B14155550201", body);

        answer.Status.ShouldBe(400, answer.Body);
        answer.ContentType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task All_mistakes_are_told_at_once()
    {
        var document = BridgeSetup.Document("+14155550201");
        (document["agent"], document["coalesce"], document["firstReply"]) = ("nobody", "-00:00:01", "never");

        var errors = (await Ops.Put(Path + "%2B14155550201", document)).Json.GetProperty("errors");

        errors.EnumerateObject().Select(e => e.Name).Order().ShouldBe(["agent", "coalesce", "firstReply"]);
    }

    [Fact]
    public async Task The_list_is_paged_in_order_without_gaps_or_repeats()
    {
        var numbers = Enumerable.Range(300, 7).Select(i => $"+14155550{i}").ToList();
        foreach (var number in numbers)
        {
            await Ops.Configure(BridgeSetup.Document(number));
        }

        var seen = new List<string>();
        var cursor = "";
        do
        {
            var page = (await Ops.Get($"/api/v1/numbers?limit=3{cursor}")).Json;
            page.GetProperty("items").GetArrayLength().ShouldBeLessThanOrEqualTo(3);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(d => d.GetProperty("number").GetString()!));
            cursor = page.GetProperty("next").GetString() is { } next ? $"&cursor={next}" : null;
        } while (cursor is not null);

        seen.Where(numbers.Contains).ShouldBe(numbers);
        seen.ShouldBe(seen.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=501")]
    [InlineData("limit=many")]
    [InlineData("cursor=!!!")]
    public async Task A_page_that_makes_no_sense_is_refused(string query)
    {
        var answer = await Ops.Get($"/api/v1/numbers?{query}");

        answer.Status.ShouldBe(400, answer.Body);
        answer.Problem.ShouldContain(query.Split('=')[0]);
    }
}
