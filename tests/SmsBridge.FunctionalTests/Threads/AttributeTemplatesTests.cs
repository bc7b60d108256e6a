using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmsBridge.FunctionalTests.Threads;

public sealed class AttributeTemplatesTests(SharedBridge shared) : BridgeTests(shared)
{
    private protected override BridgeSetup Setup =>
        new()
        {
            Numbers =
            [
                BridgeSetup.Document(change: d =>
                {
                    d["label"] = "US support";
                    d["language"] = "en-US";
                    d["attributes"] = new JsonObject
                    {
                        ["intro"] = "{{profile_name|A customer}} from {{from_city}} wrote to {{number_label}}: {{first_text}}",
                        ["place"] = new JsonObject { ["city"] = "{{from_city}}", ["zip"] = "{{from_zip}}" },
                        ["names"] = new JsonArray("{{profile_name}}", "{{language}}"),
                        ["at"] = "{{received_at}}",
                        ["nobody"] = "{{profile_name}}",
                        ["plain"] = @"{from_city} \{{from_city}}",
                    };
                }),
            ],
        };

    [Fact]
    public async Task Attributes_are_filled_from_the_first_text_of_the_conversation()
    {
        var customer = Bridge.Customer();
        var fields = new Dictionary<string, string?> { ["FromCity"] = "SAN FRANCISCO", ["FromZip"] = "" };

        await customer.Sends("I am {{customer_number}}", new() { Fields = fields });
        await customer.Receives();
        await customer.Texts("second");
        await customer.Receives();

        var sent = customer.Conversations.ShouldHaveSingleItem().CreateBody.GetProperty("integration_attributes");
        sent.GetProperty("intro").GetString().ShouldBe("A customer from SAN FRANCISCO wrote to US support: I am {{customer_number}}");
        sent.GetProperty("place").GetRawText().ShouldBe("""{"city":"SAN FRANCISCO"}""");
        sent.GetProperty("names").GetRawText().ShouldBe("""["en-US"]""");
        sent.GetProperty("plain").GetString().ShouldBe("{from_city} {{from_city}}");
        sent.TryGetProperty("nobody", out _).ShouldBeFalse();
        var at = sent.GetProperty("at").GetDateTimeOffset();
        at.Offset.ShouldBe(TimeSpan.Zero);
        (TimeProvider.System.GetUtcNow() - at).Duration().ShouldBeLessThan(TimeSpan.FromMinutes(5));
        var stored = await Bridge.Database.All<string>(
            "select attributes ->> 'intro' from conversations where thread_id = $1",
            customer.ThreadId
        );
        stored.ShouldBe([sent.GetProperty("intro").GetString()!]);
    }

    [Fact]
    public async Task The_number_document_keeps_its_templates_as_they_were_written()
    {
        var document = (await Ops.Get($"/api/v1/numbers/{Uri.EscapeDataString(BridgeSetup.Number)}")).Json;
        document.GetProperty("attributes").GetProperty("place").GetProperty("city").GetString().ShouldBe("{{from_city}}");
    }

    [Fact]
    public async Task A_document_with_an_unknown_field_or_lookup_is_refused_under_the_member_at_fault()
    {
        var document = BridgeSetup.Document(
            "+14155550177",
            d =>
            {
                d["lookup"] = "erp";
                d["attributes"] = new JsonObject { ["crm"] = new JsonObject { ["city"] = "{{city}}" } };
            }
        );

        var answer = await Ops.Put("/api/v1/numbers/+14155550177", document);

        answer.Status.ShouldBe(400);
        var errors = answer.Json.GetProperty("errors").Deserialize<Dictionary<string, string[]>>()!;
        errors.Keys.ShouldBe(["lookup", "attributes.crm.city"], ignoreOrder: true);
        errors["lookup"].ShouldBe(["There is no lookup 'erp'. Configured under Lookups: none."]);
        errors["attributes.crm.city"].ShouldHaveSingleItem().ShouldStartWith("There is no field 'city'. Use one of customer_number, ");
    }
}
