using System.Text.Json.Nodes;
using SmsBridge.Numbers;

namespace SmsBridge.Tests.Numbers;

public sealed class YamlTests
{
    [Theory]
    [InlineData("+14155550199", "\"+14155550199\"")]
    [InlineData("24:00:00", "\"24:00:00\"")]
    [InlineData("no", "\"no\"")]
    [InlineData("007", "\"007\"")]
    [InlineData("2024", "2024")]
    [InlineData("2.50", "2.50")]
    [InlineData("'2024'", "\"2024\"")]
    [InlineData("true", "true")]
    [InlineData("~", "null")]
    [InlineData("", "null")]
    [InlineData("whatsapp:+14155550199", "\"whatsapp:+14155550199\"")]
    [InlineData("0x1F", "\"0x1F\"")]
    public void An_unquoted_word_means_what_json_knows_and_else_is_text(string word, string json) =>
        (Yaml.Parse($"a: {word}")!["a"]?.ToJsonString(Exact) ?? "null").ShouldBe(json);

    [Fact]
    public void What_is_merged_in_gives_way_to_what_is_written_out() =>
        Yaml.Parse("- &a { x: 1, y: 2 }\n- { <<: *a, x: 3 }\n- { <<: [*a, { x: 4, z: 5 }] }")!
            .ToJsonString()
            .ShouldBe("""[{"x":1,"y":2},{"x":3,"y":2},{"x":1,"y":2,"z":5}]""");

    [Theory]
    [InlineData("""{ "a": "x" }""")]
    [InlineData(
        """{ "a": ["", " ", "  lead", "trail ", "a: b", "# no", "- x", "null", "Yes", "1", "1e3", "-", "?", "[", "{}", "'", "\"", "\\", "%", "@", "`", "&a", "*a", "!t", "|", ">"] }"""
    )]
    [InlineData("""{ "a": "two\nlines\n", "b": "\ttab", "c": "\u001b[31m", "d": "😀 é ﷽", "e": "\u2028", "f": "\u0085" }""")]
    [InlineData("""{ "yes": 1, "a b": 2, "": 3, "a:b": 4, "<<x": 5, "1": 6 }""")]
    [InlineData("""{ "a": {}, "b": [], "c": [[], {}, [1, [2.50, -3e5]], { "d": null }], "e": true, "f": false }""")]
    public void What_is_written_is_read_as_it_was(string json)
    {
        var node = JsonNode.Parse(json);

        var text = Yaml.Write(node);

        Yaml.Parse(text)!.ToJsonString().ShouldBe(node!.ToJsonString(), text);
    }

    [Fact]
    public void A_mistake_is_told_with_its_line() =>
        Should.Throw<InvalidDataException>(() => Yaml.Parse("a: 1\nb: [")).Message.ShouldStartWith("line ");

    private static readonly System.Text.Json.JsonSerializerOptions Exact = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
