using System.Text;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.FunctionalTests.Hosting;

/// <summary>Bytes that are no proper webhook, thrown at the public listener.</summary>
public sealed class FuzzTests(SharedBridge shared) : BridgeTests(shared)
{
    private const string Sid = "AC00000000000000000000000000000001";
    private const string From = "+14155550123";
    private const string Form =
        $"AccountSid={Sid}&MessageSid=SM00000000000000000000000000000042&From=%2B14155550123&To=%2B14155550199&Body=fuzz+4711";

    private protected override BridgeSetup Setup =>
        BridgeSetup.With(
            ("Public:RefusedPerMinute", "0"),
            ("Logging:LogLevel:SmsBridge", "Information"),
            ("Logging:LogLevel:Microsoft", "Warning")
        );

    public static TheoryData<string, string> Misshapen =>
        new()
        {
            { "no HTTP", "hello\r\n\r\n" },
            { "nothing", "" },
            { "blank lines only", "\r\n\r\n\r\n" },
            { "null bytes", "\0\0\0\0\0\0\0\0\r\n\r\n" },
            { "a TLS greeting", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003" },
            { "HTTP/2 without TLS", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0" },
            { "an unknown version", "POST /twilio/inbound HTTP/9.9\r\nHost: x\r\n\r\n" },
            { "no version", "GET /twilio/inbound\r\n\r\n" },
            { "no host", Post("", $"Content-Length: {Form.Length}\r\n", Form).Replace("Host: x\r\n", "") },
            { "two hosts", Post("", "Host: y\r\nContent-Length: 0\r\n", "") },
            { "an unknown method", Post("", "", "").Replace("POST", "FROB") },
            { "a method with odd letters", Post("", "", "").Replace("POST", "PO(T") },
            { "CONNECT", "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n" },
            { "OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n" },
            { "TRACE", "TRACE /twilio/inbound HTTP/1.1\r\nHost: x\r\n\r\n" },
            {
                "another's URL",
                $"POST http://evil.example/twilio/inbound HTTP/1.1\r\nHost: evil.example\r\nContent-Length: {Form.Length}\r\n{Type}\r\n{Form}"
            },
            { "dots in the path", Post("/../../etc/passwd", "", "") },
            { "encoded dots", Post("/%2e%2e/%2e%2e/etc/passwd", "", "") },
            { "a null byte in the path", Post("/%00", "", "") },
            { "a bad encoding in the path", Post("/%zz%e", "", "") },
            { "bytes above 127 in the path", Post("/é\u00ff", "", "") },
            { "half a surrogate in the path", Post("/%ED%A0%80", "", "") },
            { "a header without a colon", Post("", "Nonsense\r\n", "") },
            { "a header with a null byte", Post("", "X-A: a\0b\r\n", "") },
            { "a header over two lines", Post("", "X-A: a\r\n b\r\n", "") },
            { "a header with a bare line feed", Post("", "X-A: a\nX-B: b\r\n", "") },
            { "a blank before the colon", Post("", $"Content-Length : {Form.Length}\r\n", Form) },
            { "two lengths", Post("", $"Content-Length: {Form.Length}\r\nContent-Length: 3\r\n", Form) },
            { "a negative length", Post("", "Content-Length: -1\r\n", Form) },
            { "a length that is no number", Post("", "Content-Length: many\r\n", Form) },
            { "a length beyond every number", Post("", "Content-Length: 99999999999999999999\r\n", Form) },
            { "a length that is too short", Post("", "Content-Length: 5\r\n", Form) },
            { "a length that is too long", Post("", $"Content-Length: {Form.Length + 100}\r\n", Form) },
            { "no length", Post("", "", Form) },
            { "length and chunks", Post("", $"Content-Length: {Form.Length}\r\nTransfer-Encoding: chunked\r\n", $"0\r\n\r\n{Form}") },
            { "an unknown transfer coding", Post("", "Transfer-Encoding: frob\r\n", Form) },
            { "chunked twice", Post("", "Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n") },
            { "a chunk of no size", Post("", "Transfer-Encoding: chunked\r\n", "zz\r\nabc\r\n0\r\n\r\n") },
            { "a chunk of all there is", Post("", "Transfer-Encoding: chunked\r\n", "FFFFFFFFFFFFFFFF\r\nabc") },
            { "chunks with an end that never comes", Post("", "Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n") },
            { "a chunk extension with a bare line feed", Post("", "Transfer-Encoding: chunked\r\n", "1;a\n\r\nx\r\n0\r\n\r\n") },
            { "a form of null bytes", Sized(new string('\0', 300)) },
            { "a form of invalid UTF-8", Sized("AccountSid=\u00ff\u00fe\u00c0\u0080&Body=\u00e9") },
            { "a form of ampersands", Sized(new string('&', 2000)) },
            { "a form of equals signs", Sized(new string('=', 2000)) },
            { "a form of percent signs", Sized(new string('%', 2000)) },
            { "more fields than any form has", Sized(string.Concat(Enumerable.Repeat("a=1&", 3000))) },
            { "a name longer than any", Sized(new string('n', 5000) + "=1") },
            { "a body beyond the limit", Sized("Body=" + new string('x', 70_000)) },
            { "a URL beyond the limit", Post("?" + new string('q', 30_000), "", "") },
            { "a header beyond the limit", Post("", "X-A: " + new string('h', 40_000) + "\r\n", "") },
            { "more headers than anybody sends", Post("", string.Concat(Enumerable.Range(0, 500).Select(i => $"X-{i}: 1\r\n")), "") },
            { "an unsigned form", Sized(Form) },
            { "a signature that is none", Post("", $"X-Twilio-Signature: \u00ff\r\nContent-Length: {Form.Length}\r\n", Form) },
            { "two signatures", Post("", $"{Wrong}{Wrong}Content-Length: {Form.Length}\r\n", Form) },
            { "a wrong signature", Post("", $"{Wrong}Content-Length: {Form.Length}\r\n", Form) },
            { "a wrong signature over JSON", Post("", $"{Wrong}Content-Length: 2\r\n", "{}").Replace("x-www-form-urlencoded", "json") },
            {
                "a wrong signature over several parts",
                Post("", $"{Wrong}Content-Length: 2\r\n", "--").Replace("x-www-form-urlencoded", "x")
            },
            { "an upgrade", Post("", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n", "") },
            { "a status callback of nobody", Sized(Form).Replace("/twilio/inbound", "/twilio/status/%00%ff") },
            { "half a request line", "POST /twilio/in" },
            { "half a header", "POST /twilio/inbound HTTP/1.1\r\nHost: x\r\nX-Tw" },
        };

    [Theory]
    [MemberData(nameof(Misshapen))]
    public async Task What_is_misshapen_is_refused_and_leaves_nothing(string what, string request)
    {
        var lines = new LogLines(Bridge.Instances[0]);

        var answer = await RawHttp.Exchange(Bridge.Instances[0].PublicAddress, request);

        answer.Closed.ShouldBeTrue($"{what}: {answer.Text}");
        IsRefusal(answer).ShouldBeTrue($"{what}: {answer.Text}");
        Leaks(answer.Text).ShouldBeFalse($"{what}: {answer.Text}");
        lines.All.ShouldAllBe(l => !Leaks(l));
        (await Bridge.Database.Count("messages where text like 'fuzz%'")).ShouldBe(0, what);
    }

    [Fact]
    public async Task Hundreds_of_mutants_of_a_signed_webhook_are_taken_whole_or_refused_whole()
    {
        var (random, address) = (new Random(20261121), Bridge.Instances[0].PublicAddress);
        var lines = new LogLines(Bridge.Instances[0]);
        // Other words than those of the tests above, which expect to find none of theirs.
        var form = Form.Replace("fuzz", "mutant", StringComparison.Ordinal);
        var signature = TwilioSignature.Sign(
            TwilioAccount.Default.PrimaryToken,
            $"{address}/twilio/inbound",
            form.Split('&').Select(p => p.Split('=')).Select(p => KeyValuePair.Create(p[0], Uri.UnescapeDataString(p[1].Replace('+', ' '))))
        );
        var good = Encoding.Latin1.GetBytes(
            Post("", $"X-Twilio-Signature: {signature}\r\nContent-Length: {form.Length}\r\nConnection: close\r\n", form)
        );

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 400).Select(_ => Mutant(good, random)).ToList(),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (mutant, _) =>
            {
                var answer = await RawHttp.Exchange(address, mutant, 300);
                (answer.Status == 200 || IsRefusal(answer)).ShouldBeTrue($"{Encoding.Latin1.GetString(mutant)}\n{answer.Text}");
                Leaks(answer.Text).ShouldBeFalse(answer.Text);
            }
        );

        (await Bridge.Database.All<string>("select distinct text from messages where direction = 'in'")).ShouldBeSubsetOf([
            "mutant 4711",
            "still here",
        ]);
        lines.All.ShouldAllBe(l => !Leaks(l));
        var customer = Bridge.Customer();
        await customer.Texts("still here");
        (await customer.Receives()).ShouldBe("You said: still here");
    }

    [Fact]
    public async Task A_second_request_cannot_hide_in_the_body_of_the_first()
    {
        var hidden = $"GET /twilio/inbound?hidden=1 HTTP/1.1\r\nHost: x\r\n\r\n";

        var both = await RawHttp.Exchange(
            Bridge.Instances[0].PublicAddress,
            Post("", $"Content-Length: {hidden.Length + 5}\r\nTransfer-Encoding: chunked\r\n", $"0\r\n\r\n{hidden}")
        );
        var two = await RawHttp.Exchange(
            Bridge.Instances[0].PublicAddress,
            Post("", $"Content-Length: 0\r\nContent-Length: {hidden.Length}\r\n", hidden)
        );

        both.Answers.ShouldBeLessThanOrEqualTo(1, both.Text);
        both.Closed.ShouldBeTrue();
        (two.Answers, two.Status).ShouldBe((1, 400), two.Text);
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n", "FFFFFFFFFFFFFFFF\r\n{")]
    [InlineData("Transfer-Encoding: chunked\r\n", "zz\r\n{")]
    [InlineData("Content-Length: 500\r\n", "{")]
    [InlineData("Content-Length: 3\r\n", "\0\0\0")]
    [InlineData("Content-Length: 4\r\n", "\u00ff\u00fe\u00c0\u0080")]
    public async Task A_body_that_breaks_off_is_refused_by_the_api_as_well(string headers, string body)
    {
        var answer = await RawHttp.Exchange(
            Bridge.Instances[0].OpsAddress,
            $"PUT /api/v1/numbers/{BridgeSetup.Number} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {BridgeSettings.Key}\r\n"
                + $"Content-Type: application/json\r\n{headers}\r\n{body}"
        );

        IsRefusal(answer).ShouldBeTrue(answer.Text);
        Leaks(answer.Text).ShouldBeFalse(answer.Text);
    }

    /// <summary>The server says 505 to a version of HTTP that there is not; no other fault is the server's.</summary>
    private static bool IsRefusal(RawAnswer answer) => answer.Status is null or (>= 400 and < 500) or 505;

    private const string Type = "Content-Type: application/x-www-form-urlencoded\r\n";
    private const string Wrong = "X-Twilio-Signature: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n";

    private static string Post(string more, string headers, string body) =>
        $"POST /twilio/inbound{more} HTTP/1.1\r\nHost: x\r\n{Type}{headers}\r\n{body}";

    private static string Sized(string body) => Post("", $"Content-Length: {body.Length}\r\n", body);

    private static bool Leaks(string text) =>
        text.Contains("4155550123", StringComparison.Ordinal)
        || text.Contains("4711", StringComparison.Ordinal)
        || text.Contains("   at ", StringComparison.Ordinal)
        || text.Contains("Exception", StringComparison.Ordinal)
        || text.Contains("Server:", StringComparison.OrdinalIgnoreCase);

    private static byte[] Mutant(byte[] good, Random random)
    {
        var bytes = good.ToList();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                case 2:
                    bytes.RemoveAt(at);
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at - 1, random.Next(1, 200)));
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(1, 60))));
                    break;
            }
        }

        return [.. bytes];
    }
}
