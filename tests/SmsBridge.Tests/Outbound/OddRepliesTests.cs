using SmsBridge.Shaping;

namespace SmsBridge.Tests.Outbound;

/// <summary>More of what agents write, after bug reports of bots on SMS, WhatsApp and iMessage: seldom, and ugly on a phone when it goes wrong.</summary>
public sealed class OddRepliesTests
{
    [Theory]
    // Marks that are meant
    [InlineData("x**2 + y**2 and a**n + b**n")]
    [InlineData("Copy **/logs/** or src/**/x and */img/*, not /*this*/")]
    [InlineData("Was $12.99*, now $8.49*.")]
    [InlineData("30% off* (*some brands excluded)")]
    [InlineData("Delivery by 6/30*. *Weather permitting.")]
    [InlineData("Press *1* for orders, *2* for returns")]
    [InlineData("**** **** **** 9876")]
    [InlineData("xxxx-****-9876 and ***-**-9876")]
    [InlineData("Dial **21*5551234# or *#06# or *67#")]
    [InlineData("\"*\" is a star, \"**\" are two")]
    [InlineData("My handle is @_jo_, my file file__v2__final.pdf")]
    [InlineData("8) eight\n9) nine")]
    [InlineData("3. Three\n4. Four")]
    [InlineData("1. January is a holiday")]
    [InlineData("+ one\n+ two")]
    [InlineData("Open 10:30-18:00, 1/2/2026, 50% off, 4*4 cars, 2x4 wood")]
    [InlineData("if (a<b && c>d) { x }")]
    [InlineData("I am <worried> about it")]
    [InlineData("<customer_name>, welcome!")]
    [InlineData("Use the <script> tag, or <style>, then save")]
    [InlineData("Paste <script src=\"x.js\"> and go on")]
    [InlineData("(~80 % done) and ~5 min")]
    [InlineData("https://en.wikipedia.example/wiki/Sarah_Jane_Parker_(actor)")]
    [InlineData("https://acme.example/doc/bla_bla_bla and https://acme.example/_a_/__b__?c=*d*")]
    [InlineData("https://acme.example/**all** and https://acme.example/a**b**")]
    [InlineData("#SummerSale is on")]
    [InlineData("Ask for Ben & Jerry; A&B; R&amp")]
    [InlineData("C:\\Users\\_me_\\notes")]
    public void What_is_meant_is_left(string reply) => PlainText.Of(reply).ShouldBe(reply);

    [Theory]
    [InlineData("Hello**World**! The**important**part", "HelloWorld! Theimportantpart")]
    [InlineData("**_a b_** __*a b*__ _**a b**_ *__a b__* ___a b___ ***a b***", "a b a b a b a b a b a b")]
    [InlineData("**$19.99**/month, *$199*/year, **yes**/**no**, and **5**/**6**", "$19.99/month, $199/year, yes/no, and 5/6")]
    [InlineData("*$5 off* with the code *SAVE*", "$5 off with the code SAVE")]
    [InlineData("**Order #77**\n**Status:** shipped\n**Due:** _Monday_", "Order #77\nStatus: shipped\nDue: Monday")]
    [InlineData("👉 **[Book now](https://acme.example/b)** – today", "👉 Book now: https://acme.example/b – today")]
    [InlineData("_https://acme.example/a_b_", "https://acme.example/a_b")]
    [InlineData("Version **1.2.3_rc_4** of `my_tool`", "Version 1.2.3_rc_4 of my_tool")]
    [InlineData("```\nGET https://acme.example/_a_\n```", "GET https://acme.example/_a_")]
    [InlineData("```\nGET /a_b_c\ncut off", "GET /a_b_c\ncut off")]
    [InlineData("```json\n{\"a\": 1}\n```", "{\"a\": 1}")]
    [InlineData("1) **One**\n   * a\n   * b\n2) Two", "1) One\n   - a\n   - b\n2) Two")]
    [InlineData("Sorry\\! \\- \\#5 \\+1 \\>", "Sorry! - #5 +1 >")]
    public void Marks_go(string reply, string text) => PlainText.Of(reply).ShouldBe(text);

    [Theory]
    [InlineData("Write to <mailto:help@acme.example> or call <tel:+14155550100>", "Write to help@acme.example or call +14155550100")]
    [InlineData("Visit <https://acme.example/a_b|our shop>.", "Visit our shop: https://acme.example/a_b.")]
    [InlineData("<https://acme.example|https://acme.example>", "https://acme.example")]
    [InlineData("See <a href=“https://acme.example/a_b_c/”>our shop</a>", "See our shop: https://acme.example/a_b_c/")]
    [InlineData("[![our shop](https://acme.example/i.png)](https://acme.example)", "our shop: https://acme.example")]
    [InlineData("Free delivery[^1]\n\n[^1]: https://acme.example/terms", "Free delivery[^1]\n\n[^1]: https://acme.example/terms")]
    [InlineData("[our shop](“https://acme.example”)", "our shop: https://acme.example")]
    [InlineData("[acme.example](https://acme.example/?utm_source=sms)", "acme.example: https://acme.example/?utm_source=sms")]
    [InlineData("[Call us](tel:+1-415-555-0100) or [+1 415 555 0100](tel:+14155550100)", "Call us: +1-415-555-0100 or +1 415 555 0100")]
    [InlineData("[our shop][1] is open\n\n[1]: https://acme.example/a", "our shop: https://acme.example/a is open")]
    [InlineData("(see https://acme.example/a_(b)).", "(see https://acme.example/a_(b)).")]
    public void Links_stay_usable(string reply, string text) => PlainText.Of(reply).ShouldBe(text);

    [Theory]
    [InlineData(
        "<div><p>Hi&nbsp;<strong>Ann</strong>,</p><ol><li>One</li><li>Two</li></ol><p>Bye</p></div>",
        "Hi Ann,\n\n1. One\n2. Two\n\nBye"
    )]
    [InlineData("Line one<br />\nLine two<BR>Line three", "Line one\nLine two\nLine three")]
    [InlineData("&#8220;Hi&#8221; it&apos;s &hellip; &mdash; ok", "\"Hi\" it's ... - ok")]
    [InlineData("<speak>Your code is <say-as interpret-as=\"digits\">12 34</say-as><break/></speak>", "Your code is 12 34")]
    [InlineData("<speak>Your code <break time=\"500ms\"/> is <i></i> 12</speak>", "Your code is 12")]
    [InlineData("</p>Hi<p>", "Hi")]
    [InlineData("<!-- internal -->Hello<script>track()</script>", "Hello")]
    [InlineData("one\fTwo\vThree\r\nFour", "one\nTwo\nThree\nFour")]
    [InlineData("Go to https://acme.example/\u200Bshop now\uFEFF", "Go to https://acme.example/shop now")]
    [InlineData("10\u202F000\u00A0EUR – “now”\u2028bye", "10 000 EUR - \"now\"\nbye")]
    public void A_handset_gets_plain_words(string reply, string text) =>
        TextShaper.Shape(reply, TextSource.Agent, 10).Parts.ShouldBe([new ShapedPart(text, 1, "GSM-7")]);
}
