using SmsBridge.Shaping;

namespace SmsBridge.Tests.Outbound;

/// <summary>What models leave in an answer that was never meant for the customer.</summary>
public sealed class ModelMarksTests
{
    [Theory]
    [InlineData("<think>Who is it?\n\n- Ann</think>\n\nHello Ann", "Hello Ann")]
    [InlineData("<THINK>\na\n</THINK>\nHi <Thinking>b</Thinking>you, <thought>c</thought>bye", "Hi you, bye")]
    [InlineData("<think>a<think>b</think>c</think>Hi", "Hi")]
    [InlineData("<think id=\"1\">a ``` b</think>Hi <reasoning>**c** </reasoning>", "Hi")]
    [InlineData("[THINK]a[/THINK]Hi ◁think▷b◁/think▷", "Hi")]
    [InlineData("They ask for hours.\nI say 9 to 5.\n</think>\n\nNine to five.", "Nine to five.")]
    [InlineData("Nine to five.\n\n<think>Now I should also", "Nine to five.")]
    [InlineData("Nine to five. <think>Now I", "Nine to five.")]
    [InlineData("Nine<think>x</think>to <think>y</think> five", "Nine to five")]
    [InlineData("<think>`x` is `y`</think>`Hi` there", "Hi there")]
    public void Thoughts_are_not_sent(string reply, string text) => Shaped(reply).ShouldBe(text);

    [Theory]
    [InlineData("<think>")]
    [InlineData("<think>Only thoughts")]
    [InlineData("  <thinking>a</thinking>\n")]
    [InlineData("![x][\uE200]【1†a】")]
    public void Nothing_but_that_is_nothing(string reply) =>
        TextShaper.Shape(reply, TextSource.Agent, 10).Parts.Count.ShouldBeLessThanOrEqualTo(reply[0] == '!' ? 1 : 0);

    [Theory]
    [InlineData("I think so. What do you <think>? Think about it, [Think] big")]
    [InlineData("Write \"<think>\" first, and '</think>' last")]
    [InlineData("【重要】 and [1] and † and dagger†")]
    public void What_only_speaks_of_it_stays(string reply) => Shaped(reply).ShouldBe(reply);

    [Theory]
    [InlineData("Open 9-5【4:0†source】. See【1†L1-L5】here", "Open 9-5. See here")]
    [InlineData("根据【4:0†来源】以上 [3:1†terms]", "根据以上")]
    [InlineData("Open \uE200cite\uE202turn0search0\uE202turn1news2\uE201, \uE203so\uE204 they say\uE206.", "Open, so they say.")]
    [InlineData(
        "\uE200entity\uE202[\"company\",\"Acme\",\"a shop\"]\uE201 has \uE200url\uE202the list\uE202turn0view0\uE201",
        "Acme has the list"
    )]
    [InlineData("It is so \uE200filecite\uE202turn0fi", "It is so")]
    public void Citations_are_not_sent(string reply, string text) => Shaped(reply).ShouldBe(text);

    [Theory]
    [InlineData("Hello\\nWorld\\n\\n- one\\n- **two**\\r\\nBye\\\\nnow", "Hello\nWorld\n\n- one\n- two\nBye\nnow")]
    [InlineData("See https://x.example/a\\nor call \\n us.\\n", "See https://x.example/a\nor call\n us.")]
    [InlineData("**Hours:**\\n1. Mon\\n2. Tue\\n\\n| A | B |\\n|---|---|\\n| 1 | |", "Hours:\n1. Mon\n2. Tue\n\nA | B\n1")]
    [InlineData("Costs $5 /month\\nBilled at C:\\new\\notes.txt\\n\\nThen go", "Costs $5 /month\nBilled at C:\\new\\notes.txt\n\nThen go")]
    [InlineData("你好\\n世界\\n🎉\\n(yes)", "你好\n世界\n🎉\n(yes)")]
    public void A_line_end_that_was_written_out_is_one(string reply, string text) => Shaped(reply).ShouldBe(text);

    [Theory]
    [InlineData("C:\\new \\\\server\\name (D:\\n) \"E:\\notes\" ..\\next /a\\nb %TEMP%\\new HKLM\\net")]
    [InlineData("Write \"\\n\" or [^\\n]+ for x \\neq y and \\nabla")]
    public void A_path_a_quote_or_a_formula_stays(string reply) => Shaped(reply).ShouldBe(reply);

    [Fact]
    public void Code_keeps_its_characters()
    {
        Shaped("Use `a\\nb`\\nor\n```\nprint(\"x\\n\" + y\\n)\n```").ShouldBe("Use a\\nb\nor\nprint(\"x\\n\" + y\\n)");
        Shaped("```\\necho hi\\n```\\nbye").ShouldBe("echo hi\nbye");
    }

    private static string Shaped(string reply) => TextShaper.Shape(reply, TextSource.Agent, 10).Parts.ShouldHaveSingleItem().Text;
}
