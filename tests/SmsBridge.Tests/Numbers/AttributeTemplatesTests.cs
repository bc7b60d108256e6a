using System.Text.Json;
using SmsBridge.Numbers;

namespace SmsBridge.Tests.Numbers;

public sealed class AttributeTemplatesTests
{
    private static readonly Dictionary<string, string> Known = new()
    {
        ["customer_number"] = "+14155550101",
        ["from_city"] = "OAKLAND",
        ["first_text"] = "my {{customer_number}} is \"5\" {{x|y}}",
    };

    [Theory]
    [InlineData("{{from_city}}", "OAKLAND")]
    [InlineData("{{ from_city }}", "OAKLAND")]
    [InlineData("{{from_city|unknown}}", "OAKLAND")]
    [InlineData("from {{from_city}}, {{customer_number}}!", "from OAKLAND, +14155550101!")]
    [InlineData("{{from_city}}{{from_city}}", "OAKLANDOAKLAND")]
    public void A_field_in_two_braces_becomes_its_value(string template, string filled) => Fill(template).ShouldBe(filled);

    [Theory]
    [InlineData("{{from_zip|unknown}}", "unknown")]
    [InlineData("{{ from_zip | not known }}", "not known")]
    [InlineData("zip {{from_zip|?}}", "zip ?")]
    [InlineData("{{from_zip|a|b}}", "a|b")]
    [InlineData("{{from_zip|}}", "")]
    public void A_field_without_a_value_becomes_its_default(string template, string filled) => Fill(template).ShouldBe(filled);

    [Fact]
    public void Nothing_but_a_field_without_value_and_default_is_left_out() => Fill("{{from_zip}}").ShouldBeNull();

    [Theory]
    [InlineData("zip {{from_zip}}", "zip ")]
    [InlineData("{{from_zip}}{{profile_name}}", "")]
    public void Inside_other_text_a_field_without_value_and_default_becomes_nothing(string template, string filled) =>
        Fill(template).ShouldBe(filled);

    [Theory]
    [InlineData("acme", "acme")]
    [InlineData("", "")]
    [InlineData("{from_city} } { }}", "{from_city} } { }}")]
    [InlineData(@"\{{from_city}}", "{{from_city}}")]
    [InlineData(@"a\{{", "a{{")]
    [InlineData(@"\{{from_city}} {{from_city}}", "{{from_city}} OAKLAND")]
    [InlineData(@"a\b", @"a\b")]
    public void Single_braces_and_escaped_ones_stay(string template, string filled) => Fill(template).ShouldBe(filled);

    [Fact]
    public void A_customers_text_is_never_read_as_a_template() =>
        Fill("said: {{first_text}}").ShouldBe("said: my {{customer_number}} is \"5\" {{x|y}}");

    [Fact]
    public void Strings_are_filled_however_deep_they_are_and_the_rest_stays()
    {
        const string attributes = """
            {"crm":{"city":"{{from_city}}","zip":"{{from_zip}}","tags":["x","{{from_zip}}","{{from_city}}",[{"c":"{{from_city}}"}]],"n":1.50,"null":null},
             "gone":"{{from_zip}}","{{from_city}}":true,"empty":{"zip":"{{from_zip}}"}}
            """;
        const string filled = """
            {"crm":{"city":"OAKLAND","tags":["x","OAKLAND",[{"c":"OAKLAND"}]],"n":1.50,"null":null},"{{from_city}}":true,"empty":{}}
            """;
        using var expected = JsonDocument.Parse(filled);
        var result = JsonSerializer.SerializeToElement(AttributeTemplates.Fill(Members(attributes), Known));
        JsonElement.DeepEquals(result, expected.RootElement).ShouldBeTrue(result.ToString());
    }

    [Theory]
    [InlineData(1000, 1000)]
    [InlineData(1001, 1000)]
    [InlineData(5000, 1000)]
    public void A_result_is_cut_to_1000_characters(int length, int kept) =>
        Fill("{{first_text}}", new() { ["first_text"] = new string('x', length) }).ShouldBe(new string('x', kept));

    [Fact]
    public void No_emoji_is_cut_in_half() =>
        Fill("{{first_text}}", new() { ["first_text"] = new string('x', 999) + "😀" }).ShouldBe(new string('x', 999));

    [Fact]
    public void What_has_no_field_is_as_long_as_it_was_written() => Fill(new string('x', 5000)).ShouldBe(new string('x', 5000));

    [Theory]
    [InlineData("{{later_field}} x")]
    [InlineData("{{from_city")]
    public void A_stored_template_that_this_version_cannot_read_stays_as_it_is(string template) => Fill(template).ShouldBe(template);

    [Theory]
    [InlineData("{{from_city", @"{{ has no }} behind it. For braces as they are, write \{{.")]
    [InlineData("{{from_zip|{{from_city}}}}", "The default of 'from_zip' holds {{: a default is plain text.")]
    [InlineData("{{}}", "There is no field ''.")]
    [InlineData("{{{from_city}}}", "There is no field '{from_city'.")]
    [InlineData("{{From_City}}", "There is no field 'From_City'.")]
    [InlineData("ok {{from_city}} {{upper(from_city)}}", "There is no field 'upper(from_city)'.")]
    public void A_mistake_says_what_to_write(string template, string error)
    {
        var found = AttributeTemplates.Check(Of(template)).ShouldHaveSingleItem();
        found.Path.ShouldBe("attributes.a");
        found.Error.ShouldStartWith(error);
    }

    private static string? Fill(string template, Dictionary<string, string>? fields = null) =>
        AttributeTemplates.Fill(Of(template), fields ?? Known).TryGetValue("a", out var filled) ? filled.GetString() : null;

    private static Dictionary<string, JsonElement> Of(string template) => new() { ["a"] = JsonSerializer.SerializeToElement(template) };

    private static Dictionary<string, JsonElement> Members(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;
}
