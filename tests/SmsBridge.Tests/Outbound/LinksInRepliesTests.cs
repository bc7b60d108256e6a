using SmsBridge.Shaping;

namespace SmsBridge.Tests.Outbound;

/// <summary>An address that the bridge sets into a text is one that a handset finds there: whole, and with nothing else in it.</summary>
public sealed class LinksInRepliesTests
{
    [Theory]
    [InlineData(
        "<a href=\"https://x.example/yes\">Yes</a><a href=\"https://x.example/no\">No</a>",
        "Yes: https://x.example/yes No: https://x.example/no"
    )]
    [InlineData("[iOS](https://a.example/i)/[Android](https://b.example/a)", "iOS: https://a.example/i /Android: https://b.example/a")]
    [InlineData("[여기](https://x.example/p)를 누르세요", "여기: https://x.example/p 를 누르세요")]
    [InlineData("点[这里](https://x.example/p)。谢谢", "点这里: https://x.example/p 。谢谢")]
    [InlineData("คลิก[ที่นี่](https://x.example/p)เลย", "คลิกที่นี่: https://x.example/p เลย")]
    [InlineData("[a](https://x.example/1),[b](https://x.example/2);c", "a: https://x.example/1, b: https://x.example/2; c")]
    [InlineData("(see [a](https://x.example/1)). \"[b](https://x.example/2)\"", "(see a: https://x.example/1). \"b: https://x.example/2\"")]
    [InlineData("[a](https://x.example/1)(today) [b](https://x.example/2)5", "a: https://x.example/1 (today) b: https://x.example/2 5")]
    [InlineData("**https://x.example/p**를 _https://x.example/q_", "https://x.example/p 를 https://x.example/q")]
    [InlineData(
        "<https://x.example/p>を <me@x.example>へ `https://x.example/q`は",
        "https://x.example/p を me@x.example へ https://x.example/q は"
    )]
    [InlineData("<b>https://x.example/p</b>word <i>me@x.example</i>!", "https://x.example/p word me@x.example!")]
    [InlineData("Go[x.example](https://x.example)now, [](https://x.example/q)go", "Go x.example now, https://x.example/q go")]
    [InlineData("[https://x.example/p](https://x.example/p)를", "https://x.example/p 를")]
    [InlineData(
        "~~[a](https://x.example/1)~~ <s><a href='https://x.example/2'>b</a></s>",
        "~~a: https://x.example/1 ~~ ~~b: https://x.example/2 ~~"
    )]
    [InlineData("See [docs][d]now\n\n[d]: https://x.example/d", "See docs: https://x.example/d now")]
    [InlineData("<https://x.example/p|our shop>,<mailto:me@x.example|mail>", "our shop: https://x.example/p, mail: me@x.example")]
    [InlineData("<a href='https://x.example'><h3>Card</h3><p>Words</p></a>More", "Card\n\nWords: https://x.example\n\nMore")]
    [InlineData("<a href=tel:+14155550199>Call</a><a href=sms:72345>Text</a>", "Call: +14155550199 Text: 72345")]
    [InlineData(
        "[a](https://x.example/page) [https://x.example/page](https://x.example/p)",
        "a: https://x.example/page https://x.example/page: https://x.example/p"
    )]
    [InlineData("Open [x.example](https://x.example)'s page", "Open x.example 's page")]
    public void Nothing_runs_into_an_address(string reply, string text) => PlainText.Of(reply).ShouldBe(text);

    [Theory]
    [InlineData("https://x.example/p를 \"url\":\"https://x.example/q\",\"n\":1")]
    [InlineData("me@x.example，https://x.example/p。")]
    [InlineData("https://x.example/a(b)c|d https://x.example/<3")]
    public void What_the_agent_itself_sets_beside_an_address_stays_there(string reply) => PlainText.Of(reply).ShouldBe(reply);

    [Theory]
    [InlineData("Ask [us](tel:+14155550199;ext=5)", "Ask us: +14155550199 ext. 5")]
    [InlineData(
        "<tel:+1-415-555-0199;ext=42> <a href='TEL:+14155550199;EXT=5'>+1 415 555 0199</a>",
        "+1-415-555-0199 ext. 42 +1 415 555 0199: +14155550199 ext. 5"
    )]
    [InlineData("[(415) 555-0199 ext. 5](tel:4155550199;ext=5)", "(415) 555-0199 ext. 5")]
    [InlineData(
        "[a](tel:863-1234;phone-context=+1-914-555) [b](tel:+14155550199;postd=pp22) [c](tel://+14155550199)",
        "a: 863-1234 b: +14155550199,,22 c: +14155550199"
    )]
    [InlineData(
        "[Call](tel:+1 415 555 0199) or [call](+1 (415) 555-0199) [5](10)",
        "Call: +1 415 555 0199 or call: +1 (415) 555-0199 [5](10)"
    )]
    [InlineData(
        "[Join](sms:72345?body=JOIN%20NOW) [text JOIN](sms:72345;?&body=JOIN) [t](sms:+1415,+1416)",
        "Join: 72345 \"JOIN NOW\" text JOIN: 72345 \"JOIN\" t: +1415,+1416"
    )]
    [InlineData(
        "[Mail](mailto:a@x.example?subject=Hello World) [m](mailto:?to=b@x.example) [n](c@x.example)",
        "Mail: a@x.example m: b@x.example n: c@x.example"
    )]
    [InlineData(
        "[here](geo:37.786,-122.399;u=35) [there](geo:0,0?q=1+Main+St) <geo:48.2,16.3>",
        "here: 37.786,-122.399 there: 1 Main St 48.2,16.3"
    )]
    [InlineData(
        "[Chat](whatsapp://send?phone=14155550199&text=Hi%20you) [chat](whatsapp:+14155550199)",
        "Chat: +14155550199 \"Hi you\" chat: +14155550199"
    )]
    [InlineData("[app](acme://orders/5) [x](javascript:alert(1)) [y](data:text/html,x) [z](file:///etc/x)", "app x y z")]
    public void What_belongs_to_a_number_is_kept(string reply, string text) => PlainText.Of(reply).ShouldBe(text);

    [Theory]
    [InlineData("[Menu](https://x.example/Our Menu.pdf)", "Menu: https://x.example/Our%20Menu.pdf")]
    [InlineData("[**Menu**](https://x.example/Our Menu (new).pdf \"the menu\").", "Menu: https://x.example/Our%20Menu%20(new).pdf.")]
    [InlineData(
        "a! [Map](https://x.example/?q=1 Main St, Town)를 ![Plan](https://x.example/a b.png)",
        "a! Map: https://x.example/?q=1%20Main%20St,%20Town 를 Plan: https://x.example/a%20b.png"
    )]
    [InlineData(
        "[Menu](x.example/Our Menu.pdf) [m](<https://x.example/Our Menu.pdf>)",
        "Menu: x.example/Our%20Menu.pdf m: https://x.example/Our%20Menu.pdf"
    )]
    [InlineData("<a href='https://x.example/Our Menu.pdf'>Menu</a>", "Menu: https://x.example/Our%20Menu.pdf")]
    [InlineData("\\[Menu](https://x.example/a b) f[i](see x and y)", "[Menu](https://x.example/a b) f[i](see x and y)")]
    [InlineData(
        "See [Menu][m], <https://x.example/Our Menu.pdf>を\n\n[m]: https://x.example/Our Menu (1).pdf",
        "See Menu: https://x.example/Our%20Menu%20(1).pdf, https://x.example/Our%20Menu.pdf を"
    )]
    public void An_address_with_blanks_stays_one(string reply, string text) => PlainText.Of(reply).ShouldBe(text);

    [Theory]
    [InlineData("![](https://x.example/qr.png)", "https://x.example/qr.png")]
    [InlineData("Your code: ![QR](https://x.example/qr.png)now", "Your code: QR: https://x.example/qr.png now")]
    [InlineData("![qr][1]\n\n[1]: https://x.example/qr.png \"t\"", "qr: https://x.example/qr.png")]
    [InlineData(
        "<p><img src=\"https://x.example/qr.png\"/></p><img src='https://x.example/p.gif' width=1 height=1>",
        "https://x.example/qr.png"
    )]
    [InlineData(
        "<img alt='Our map' src='//x.example/m.png'>x<img src='a.png' alt='Logo'><img src='data:x'>",
        "Our map: https://x.example/m.png xLogo"
    )]
    [InlineData(
        "<video src=\"https://x.example/v.mp4\">no</video><iframe title='Map' src='https://x.example/map'></iframe>",
        "https://x.example/v.mp4 Map: https://x.example/map"
    )]
    [InlineData("<audio controls=''><source src='https://x.example/a.mp3'></audio>", "https://x.example/a.mp3")]
    [InlineData(
        "[![](https://x.example/m.png)](https://x.example/menu) <a href='https://x.example'><img src='https://x.example/m.png' alt='Menu'></a>",
        "https://x.example/menu Menu: https://x.example"
    )]
    [InlineData(
        "<img src='data:image/gif;base64,x' data-src='https://x.example/a.png'><img srcset='https://x.example/b.png 1x, c 2x'>",
        "https://x.example/a.png https://x.example/b.png"
    )]
    public void A_picture_is_its_address(string reply, string text) => PlainText.Of(reply).ShouldBe(text);
}
