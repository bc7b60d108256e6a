using SmsBridge.Outbound;
using SmsBridge.Shaping;

namespace SmsBridge.Tests.Outbound;

/// <summary>Replies as agents write them, and what of them reaches a handset. Many are after bug reports of other bots on SMS.</summary>
public sealed class PlainTextTests
{
    [Theory]
    [InlineData("2 * 3 * 4 = 24")]
    [InlineData("5*6*7")]
    [InlineData("a*b*c")]
    [InlineData("2**3**4 is 2 ** 81")]
    [InlineData("The area is 5*x and the rest 6*y.")]
    [InlineData("*** SALE ***")]
    [InlineData("j***@example.com and m****@x.org")]
    [InlineData("- c******ll@g****.com\n- d*****ll@h*****.com")]
    [InlineData("We sent a code to ***-***-1234 and to j*n@x.org, not *n@x.org*.")]
    [InlineData("Card ****1234 and card ****5678")]
    [InlineData("Your card ending ****1234**** expires soon")]
    [InlineData("Dial *100# or *200# or *67")]
    [InlineData("Dial *123* now")]
    [InlineData("Only $5* a month. *Terms apply.")]
    [InlineData("* Terms and conditions apply")]
    [InlineData("A 4* hotel and a 5* hotel")]
    [InlineData("sh*t and d*mn")]
    [InlineData("Use the * wildcard and the ** glob, *.txt or *.doc")]
    [InlineData("Rated *****")]
    [InlineData("Our rating:\n*****")]
    [InlineData("It costs $5 - $10")]
    [InlineData("From $39.99 to $49.99, ~$5 off")]
    [InlineData("first thing (~$1.50) and second thing (~$10)")]
    [InlineData("5~7 days, 100~200 EUR")]
    [InlineData("Price: 5~6 EUR")]
    [InlineData("~~5~~ minutes")]
    [InlineData("$5_000_total_")]
    [InlineData("snake_case_name")]
    [InlineData("file_name_v2_final.txt and _my_var_")]
    [InlineData("Python's __init__ method in __init__.py")]
    [InlineData("Follow @_user_name_ or #_tag_")]
    [InlineData("Name: ________ Date: ________")]
    [InlineData("Sign here:\n________")]
    [InlineData("C# < C++ > C")]
    [InlineData("if a < b and b > c")]
    [InlineData("if a<b and c>d")]
    [InlineData("1<b>2 is wrong")]
    [InlineData("<3 you")]
    [InlineData("x <- y, y -> z, a <= b >= c <> d")]
    [InlineData("Use <your name> here")]
    [InlineData("Reply with <code> and <address>, please")]
    [InlineData("Take 1. apple and 2. pear")]
    [InlineData("6. A list item")]
    [InlineData("2. Green\n2. Yellow\n2. Blue")]
    [InlineData("2) second")]
    [InlineData("#1 choice")]
    [InlineData("# of items: 3")]
    [InlineData("# Items: 3")]
    [InlineData("# 5 is yours")]
    [InlineData("Call 1-800-555-1212")]
    [InlineData("+1 (415) 555-0199")]
    [InlineData("- 5 degrees")]
    [InlineData("+ 5 points")]
    [InlineData("10% off!")]
    [InlineData("https://example.com/a_b_c*d?x=1&amp_y=2")]
    [InlineData("https://example.com/_foo_/*bar*/__x__ and http://wayback.example/web/*/http://x.y")]
    [InlineData("https://x.y/?a=1&copy=2&lt=3")]
    [InlineData("https://en.wikipedia.org/wiki/_Markdown_")]
    [InlineData("john_doe_@example.com or _x_@y.org")]
    [InlineData("AT&T")]
    [InlineData("AT&T; &unknown; & &; &#; R&D")]
    [InlineData("[1] note")]
    [InlineData("(see [Terms])")]
    [InlineData("[Update]: call us, [A](B), f[i](x), [5](10)")]
    [InlineData("[ ] open [x] done")]
    [InlineData("As it says [1]\n\n[1]: https://x.com/terms")]
    [InlineData("Tom & Jerry")]
    [InlineData("a > b")]
    [InlineData("> 5 items")]
    [InlineData("100 > 50")]
    [InlineData(">:( sorry")]
    [InlineData("don`t and can`t")]
    [InlineData("¯\\_(ツ)_/¯")]
    [InlineData("C:\\_temp\\_x\\*.txt")]
    [InlineData("Line 1\nLine 2\n\nLine 4")]
    [InlineData("    indented\n  less")]
    [InlineData("First:  two blanks   inside")]
    [InlineData("Total\t5")]
    [InlineData("a | b | c")]
    [InlineData("Mon-Fri: 9am - 6pm | Sat: closed")]
    [InlineData("$1,000*\n*plus tax")]
    [InlineData("WIFI: net_work / pass*word*1")]
    [InlineData("Dial 9*123*4#")]
    [InlineData("Hi {{name}}, press <Enter> or <Ctrl+C>")]
    [InlineData("Account # 12345\n# 3")]
    [InlineData("**Hello")]
    [InlineData("10:30 :) ;-) <o/ \\o/ ^_^ *_* -_- T_T")]
    [InlineData("#win #1 a == b, if (a==b && c==d), x ==y, ====")]
    [InlineData("##1 and a##b and 5## of it")]
    [InlineData("2 ** 3 ** 4, a ** b ** c and ** 5 **")]
    [InlineData("\\\\server\\_share, C:\\$x and (D:\\%y), ..\\_a, ~\\-b, %TEMP%\\.c")]
    [InlineData("100% of a/b, c;d=e? @f ^g")]
    public void What_is_no_markup_is_left_as_it_is(string reply) => PlainText.Of(reply).ShouldBe(reply.Trim());

    [Theory]
    [InlineData("**Bold** text", "Bold text")]
    [InlineData("*soft* and _soft_ and __loud__ and ***both*** at once", "soft and soft and loud and both at once")]
    [InlineData("**Bold *and soft* words**", "Bold and soft words")]
    [InlineData("**Total:** 5 * 3 = **$15**", "Total: 5 * 3 = $15")]
    [InlineData("**Note:**text and **Note: **text", "Note:text and Note: text")]
    [InlineData(
        "I found **2**:\n\n1. **Blue Shirt** - $19.99\n   * Size: M\n   * Color: Blue\n2. **Red** - $24\n\n---\n\n*Prices may vary.*",
        "I found 2:\n\n1. Blue Shirt - $19.99\n   - Size: M\n   - Color: Blue\n2. Red - $24\n\nPrices may vary."
    )]
    [InlineData("**注意：**请点击**这里**吧", "注意：请点击这里吧")]
    [InlineData("นี่คือ**สำคัญ**มาก ราคา**50 บาท**ครับ *ด่วน*นะ", "นี่คือสำคัญมาก ราคา50 บาทครับ ด่วนนะ")]
    [InlineData("กด**“ยืนยัน”**เพื่อ**10**ชิ้น ราคา**$50**ต่อ ลด**50%**ทันที", "กด“ยืนยัน”เพื่อ10ชิ้น ราคา$50ต่อ ลด50%ทันที")]
    [InlineData("ນີ້**ສໍາຄັນ**ຫຼາຍ នេះ**សំខាន់**ណាស់ ဒါ**အရေးကြီး**တယ်", "ນີ້ສໍາຄັນຫຼາຍ នេះសំខាន់ណាស់ ဒါအရေးကြီးတယ်")]
    [InlineData("यह**महत्वपूर्ण**है, هذا**مُهِمّ**جدا, это**важно**же", "यहमहत्वपूर्णहै, هذامُهِمّجدا, этоважноже")]
    [InlineData("x**2**y, 3**4**5, а**1**б", "x**2**y, 3**4**5, а**1**б")]
    [InlineData("**j***@example.com**", "j***@example.com")]
    [InlineData("Write to **me@example.com** or _snake_case_name_", "Write to me@example.com or _snake_case_name_")]
    [InlineData("(**new**) \"**x**\" **a**, **b**.", "(new) \"x\" a, b.")]
    [InlineData("**1.** One\n**2.** Two", "1. One\n2. Two")]
    [InlineData("**https://example.com/a_b**", "https://example.com/a_b")]
    [InlineData("Use code `SAVE_20_*now*` or ``a`b``", "Use code SAVE_20_*now* or a`b")]
    [InlineData("Type `<b>` and `&amp;`", "Type <b> and &amp;")]
    [InlineData("Run\n```bash\necho \"*x* <p>\"\n```\nthen wait", "Run\necho \"*x* <p>\"\nthen wait")]
    [InlineData("\\*literal\\* 1\\. snake\\_case \\[x\\](y)", "*literal* 1. snake_case [x](y)")]
    [InlineData("https://example.com/foo\\_bar\\&x=1", "https://example.com/foo_bar&x=1")]
    [InlineData("Costs \\$5 and 100\\% back\\; ask \\@acme, a\\/b \\= c\\, \\?\\^", "Costs $5 and 100% back; ask @acme, a/b = c, ?^")]
    [InlineData("a\\\\b and ¯\\\\\\_(ツ)\\_/¯", "a\\b and ¯\\_(ツ)_/¯")]
    [InlineData(
        "** Title **\n##Opening hours\n###**Sunday** ###\n- ==closed== or ==bei== uns",
        "Title\nOpening hours\nSunday\n- closed or bei uns"
    )]
    [InlineData("** Total:** $5\n**Tax: ** $1\nSo: ** all in ** now\n2. **Why **", "Total: $5\nTax:  $1\nSo: all in now\n2. Why")]
    public void Emphasis_code_and_escapes_leave_their_words(string reply, string text) => PlainText.Of(reply).ShouldBe(text);

    [Theory]
    [InlineData("Visit [our site](https://x.com)", "Visit our site: https://x.com")]
    [InlineData("Visit [**our** site](https://x.com/a_b_(c)?d=1&amp;e=2 \"title\").", "Visit our site: https://x.com/a_b_(c)?d=1&e=2.")]
    [InlineData("**[Pay now](https://x.com/pay)**", "Pay now: https://x.com/pay")]
    [InlineData(
        "[https://x.com](https://x.com) [x.com](https://www.x.com/) [www.x.com](http://www.x.com)",
        "https://x.com x.com www.x.com"
    )]
    [InlineData("[Click here:](https://x.com)", "Click here: https://x.com")]
    [InlineData("[](https://x.com)", "https://x.com")]
    [InlineData("[https://x.com/a](https://x.com/a?utm=1) [https://a.com](https://b.com)", "https://x.com/a https://a.com: https://b.com")]
    [InlineData("[One](https://x.com/1)[Two](https://x.com/2)", "One: https://x.com/1 Two: https://x.com/2")]
    [InlineData("[mail us](mailto:help@x.com?subject=Hi) [help@x.com](mailto:help@x.com)", "mail us: help@x.com help@x.com")]
    [InlineData("[call us](tel:+14155550199) [(415) 555-0199](tel:4155550199)", "call us: +14155550199 (415) 555-0199")]
    [InlineData("<https://x.com/a_b> <help@x.com>", "https://x.com/a_b help@x.com")]
    [InlineData("[bad](javascript:alert(1)) [page](/help) [top](#top) [rel](help.html) [data](data:text/html,x)", "bad page top rel data")]
    [InlineData("[site](www.x.com/a) [bare](x.com)", "site: www.x.com/a bare: x.com")]
    [InlineData("See [our terms][t].\n\n[t]: https://x.com/terms", "See our terms: https://x.com/terms.")]
    [InlineData("![our logo](a/logo.png) Hi ![](a.png)", "our logo Hi")]
    [InlineData("[![Menu](https://x.com/m.png)](https://x.com/menu)", "Menu: https://x.com/menu")]
    public void Links_read_as_text_and_address(string reply, string text) => PlainText.Of(reply).ShouldBe(text);

    [Theory]
    [InlineData("**Bold first**\nNormal here.\n# Heading", "Bold first\nNormal here.\nHeading")]
    [InlineData("# Opening hours\n\nMon-Fri\n## Sunday ##\nclosed", "Opening hours\n\nMon-Fri\nSunday\nclosed")]
    [InlineData("Order\n=====\nShipped\n-------\nToday", "Order\nShipped\nToday")]
    [InlineData("One\n\n---\n\nTwo\n\n***\n\nThree", "One\n\nTwo\n\nThree")]
    [InlineData("***", "")]
    [InlineData("Here are steps:\n* Install\n* Run **all** tests\n* Ship", "Here are steps:\n- Install\n- Run all tests\n- Ship")]
    [InlineData("- One\n  * Inner\n  - Other\n- Two", "- One\n  - Inner\n  - Other\n- Two")]
    [InlineData("1. **One**\n2. Two\n   - Inner\n10. Ten", "1. One\n2. Two\n   - Inner\n10. Ten")]
    [InlineData("> Quoted **words**\n> go on\n\nMine", "Quoted words\ngo on\n\nMine")]
    [InlineData("| Plan | Price |\n|---|---:|\n| **Basic** | $10 |\n| Pro | |", "Plan | Price\nBasic | $10\nPro")]
    [InlineData("Hours:\n| Day | Hours |\n|-----|-------|\n| Mon | 9-5, `a|b` |\nThanks", "Hours:\nDay | Hours\nMon | 9-5, a|b\nThanks")]
    [InlineData("Plans:\n\na | b\n--|--\n1 | 2\n\nBye", "Plans:\n\na | b\n1 | 2\n\nBye")]
    [InlineData(
        "| | Monthly | Yearly |\n|:--|:-:|--:|\n| Basic | | $100 |\n| | $9 | |\n| Pro |",
        "- | Monthly | Yearly\nBasic | - | $100\n- | $9\nPro"
    )]
    [InlineData("Plan|Monthly|Yearly\n-|-|-\nBasic||$100\nPro|$9|", "Plan | Monthly | Yearly\nBasic | - | $100\nPro | $9")]
    [InlineData("| A | B | C |\n|---|---|---|\n| 1 | <br/> | 3 |\n| &nbsp; | x<br>y |", "A | B | C\n1 | - | 3\n- | x, y")]
    [InlineData("|---|---|\n| Mon | 9-5 |\n|---|---|\n| Tue | |", "Mon | 9-5\nTue")]
    [InlineData("> | A | B | C |\n> |---|---|---|\n> | 1 | | 3 |", "A | B | C\n1 | - | 3")]
    [InlineData(
        "- > Quoted **words**\n  > go on\n1. > 5 items\n> 6 items\n> 7 items",
        "- Quoted words\n  go on\n1. > 5 items\n6 items\n7 items"
    )]
    [InlineData("One  \nTwo\\\nThree\n\n\n\n\nFour   ", "One\nTwo\nThree\n\nFour")]
    public void Lines_stay_lines(string reply, string text) => PlainText.Of(reply).ShouldBe(text);

    [Theory]
    [InlineData("Hi<br>there<br/>you<BR />all<br>\nend", "Hi\nthere\nyou\nall\nend")]
    [InlineData("A<br><br>B<br><br><br><br>C", "A\n\nB\n\nC")]
    [InlineData("<p>One</p><p>Two <b>bold</b></p>", "One\n\nTwo bold")]
    [InlineData("<div>One</div>\n<div>Two</div>", "One\nTwo")]
    [InlineData("<p>Wrapped\n   in the\tsource</p>", "Wrapped in the source")]
    [InlineData("<b>Bold</b> line\nnext <i>line</i>", "Bold line\nnext line")]
    [InlineData("<p>Options:</p><ul><li>Billing</li><li>Sales</li></ul><p>Which?</p>", "Options:\n\n- Billing\n- Sales\n\nWhich?")]
    [InlineData(
        "Options:\n<ul>\n  <li>Billing</li>\n  <li><p>Sales</p></li>\n</ul>\nWhich?\nSay it.",
        "Options:\n- Billing\n- Sales\nWhich?\nSay it."
    )]
    [InlineData("<ol start=\"3\"><li>C</li><li>D<ul><li>inner</li></ul></li></ol>", "3. C\n4. D\n  - inner")]
    [InlineData("<h2>Hours</h2><p>Daily</p>", "Hours\n\nDaily")]
    [InlineData("<table><tr><th>Plan</th><th>Price</th></tr><tr><td>Basic</td><td> $10\n </td></tr></table>", "Plan | Price\nBasic | $10")]
    [InlineData(
        "<table><tr><th></th><th>Monthly<th>Yearly</tr><tr><td>Basic<td> \n<td>$100</tr><tr><td>Pro<td>$9<td></table>",
        "- | Monthly | Yearly\nBasic | - | $100\nPro | $9"
    )]
    [InlineData(
        "<table><tr><td rowspan=2>Basic<td>Month<td>$10<tr><td>Year<td>$100<tr><td colspan=2>Setup<td>$5</table>",
        "Basic | Month | $10\n- | Year | $100\nSetup | - | $5"
    )]
    [InlineData("<select><option>A</select>Hi<svg><text>x</text></svg> <template>y</template>you<title>t</title>", "Hi you")]
    [InlineData(
        "<frameset>One<xmp>two\n  three</xmp><noembed>four</noembed><plaintext>five</plaintext></frameset>six",
        "One\ntwo\n  three\nfourfivesix"
    )]
    [InlineData("<p>a<s>b<s>c</s></s><del> </del><s></s><q></q><q>d</q></p>", "a~~bc~~ \"d\"")]
    [InlineData("<ol start=9><li>a<li value=4>b<li>c<ol><li>d</ol></ol>", "9. a\n4. b\n5. c\n  1. d")]
    [InlineData("See <a href=\"https://x.com/?a=1&amp;b=2\">our site</a>.", "See our site: https://x.com/?a=1&b=2.")]
    [InlineData("<a href='https://x.com'>https://x.com</a> <a href=https://x.com/y>x.com/y</a>", "https://x.com x.com/y")]
    [InlineData("<a href=\"tel:+14155550199\">+1 415 555 0199</a> <a href=\"mailto:a@b.co\">write</a>", "+1 415 555 0199 write: a@b.co")]
    [InlineData("<a href=\"javascript:x()\">bad</a> <a href=\"/rel\">rel</a> <a name=\"x\">n</a> <a href=\"#\">top</a>", "bad rel n top")]
    [InlineData("<a href=\"https://x.com\" target=\"_blank\"><img src=\"a.png\" alt=\"Menu\"></a>", "Menu: https://x.com")]
    [InlineData("<style>p { x: 1 }</style><script>var a = '<b>';</script>Hi<!-- note: *x* --> you", "Hi you")]
    [InlineData("<!DOCTYPE html><html><head><title>T</title></head><body><p>Hi</p></body></html>", "Hi")]
    [InlineData("<p>&nbsp;</p><p>Hi&nbsp;you &amp; me</p>", "Hi\u00A0you & me")]
    [InlineData("One<hr>Two", "One\n\nTwo")]
    [InlineData("<blockquote>Said</blockquote>so", "Said\n\nso")]
    [InlineData("<pre>a  b\n  c</pre>d", "a  b\n  c\nd")]
    [InlineData("<code>a*b*c</code> and <code>&lt;b&gt;</code>", "a*b*c and <b>")]
    [InlineData("10 m<sup>2</sup>, 1<sup>st</sup>, H<sub>2</sub>O", "10 m^2, 1st, H2O")]
    [InlineData("Was <s>$50</s>, now <strong>$40</strong>", "Was ~~$50~~, now $40")]
    [InlineData("<speak>Hello <break time=\"1s\"/>there</speak>", "Hello there")]
    [InlineData("<a>\n<b></b></a>asdf", "asdf")]
    [InlineData("<span style=\"display: none\">pre</span><span class=x>Hi</span>", "Hi")]
    [InlineData("<p></p><div><br></div>", "")]
    [InlineData("5 < 6 <b>and</b> <3 you", "5 < 6 and <3 you")]
    public void Html_becomes_its_text(string reply, string text) => PlainText.Of(reply).ShouldBe(text);

    [Theory]
    [InlineData("R&D &amp; more", "R&D & more")]
    [InlineData("&amp;lt;b&amp;gt;", "&lt;b&gt;")]
    [InlineData("&lt;b&gt;x&lt;/b&gt;", "<b>x</b>")]
    [InlineData("It&#39;s &quot;5&quot; &euro; &#x1F44D; &rsquo;", "It's \"5\" € 👍 ’")]
    [InlineData("&lt;p&gt; <b>&amp;amp;</b>", "<p> &amp;")]
    [InlineData("https://x.com/?a=1&amp;b=2", "https://x.com/?a=1&b=2")]
    [InlineData("&ast;&ast;x&ast;&ast; &#42;y&#42;", "**x** *y*")]
    public void Entities_are_decoded_once(string reply, string text) => PlainText.Of(reply).ShouldBe(text);

    [Theory]
    [InlineData("<p>**Bold** and [our site](https://x.com)</p>", "Bold and our site: https://x.com")]
    [InlineData("Hi **Bob**,<br>see <a href=\"https://x.com/a_b_c\">_this_</a>", "Hi Bob,\nsee this: https://x.com/a_b_c")]
    [InlineData("**<b>Both</b>** and <b>_both_</b>", "Both and both")]
    [InlineData("<br>* One<br>* Two", "- One\n- Two")]
    [InlineData("# Title\n\n<ul><li>**One**: 1</li><li>Two</li></ul>", "Title\n\n- One: 1\n- Two")]
    [InlineData("- <b>One</b>\n- Two<br>more", "- One\n- Two\nmore")]
    [InlineData("<div>\n\n- **a**\n- b\n\n</div>", "- a\n- b")]
    [InlineData("| A | B |\n|---|---|\n| x<br>y | <b>z</b> |", "A | B\nx, y | z")]
    [InlineData("Use `a < b` &amp; <i>`<i>`</i>", "Use a < b & <i>")]
    public void Markdown_and_html_mix(string reply, string text) => PlainText.Of(reply).ShouldBe(text);

    [Fact]
    public void Absurd_nesting_neither_fails_nor_takes_long()
    {
        foreach (
            var piece in (string[])
                [
                    "<b>",
                    "<div>",
                    "[",
                    "> ",
                    "*a ",
                    "**",
                    "![",
                    "`",
                    "<ul><li>",
                    "\\",
                    "&amp;",
                    "- ",
                    "_a",
                    "<a href=\"https://x.y\">",
                    "|a|b|\n|-|-|\n",
                ]
        )
        {
            PlainText.Of(string.Concat(Enumerable.Repeat(piece, 3000)) + "end").ShouldContain("end", customMessage: piece);
        }
    }
}
