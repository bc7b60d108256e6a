using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Options;
using SmsBridge.Hosting;
using SmsBridge.Sandbox.Twilio;
using SmsBridge.Twilio;
using SmsBridge.Twilio.Webhooks;

namespace SmsBridge.Tests.Twilio;

/// <summary>Each thing that proxies and settings do to a signature, done, and told.</summary>
public sealed class SignatureExplainerTests
{
    private const string Base = "https://sms.example.com/bridge";
    private const string Sid = "AC00000000000000000000000000000001";
    private const string OtherSid = "AC00000000000000000000000000000002";
    private const string OtherToken = "fedcba9876543210fedcba9876543210";
    private const string SecondToken = "11111111111111111111111111111111";
    private const string From = "+14155550101";
    private const string Secret = "my door code is 4711";

    [Theory]
    [InlineData("http://sms.example.com/bridge/twilio/inbound", "scheme", "Twilio called http, and Public:BaseUrl has https")]
    [InlineData("https://old.example.com/bridge/twilio/inbound", "host", "Twilio called old.example.com, as X-Forwarded-Host says")]
    [InlineData(
        "https://sms.example.com:8443/bridge/twilio/inbound",
        "host",
        "Twilio called sms.example.com:8443, as X-Forwarded-Port says"
    )]
    [InlineData("https://sms.example.com/twilio/inbound", "path", "Twilio called without the path /bridge of Public:BaseUrl")]
    [InlineData("https://sms.example.com/edge/twilio/inbound", "path", "Twilio called below the path /edge, as X-Forwarded-Prefix says")]
    [InlineData("https://sms.example.com/bridge/twilio/inbound/", "path", "Twilio called with a slash at the end")]
    [InlineData("https://sms.example.com/bridge//twilio/inbound", "path", "Twilio called with two slashes before the path")]
    [InlineData("http://old.example.com/twilio/inbound", "scheme+host+path", "Twilio called http")]
    public async Task A_url_that_differs_is_found_and_told_with_its_remedy(string called, string cause, string what)
    {
        var why = await Explain("/twilio/inbound", called, Forwarded);

        why.Cause.ShouldBe(cause);
        why.Found.ShouldNotBeNull().ShouldEndWith("with token 0 of account 'main'");
        why.What.ShouldContain(what);
        why.Remedy.ShouldContain("Public:BaseUrl");
    }

    [Fact]
    public async Task The_header_of_the_proxy_that_disagrees_is_named()
    {
        var why = await Explain(
            "/twilio/inbound",
            "http://sms.example.com/bridge/twilio/inbound",
            h => h["X-Forwarded-Proto"] = "http, https"
        );

        why.What.ShouldContain("as X-Forwarded-Proto says");
    }

    [Theory]
    [InlineData("?a=%27x%27&b=1", "?a='x'&b=1", "query", "unencoded")]
    [InlineData("?b=1&a=2", "?a=2&b=1", "query", "in the order of its names")]
    [InlineData("?added=1", "", "query", "without the query")]
    public async Task A_query_that_was_rewritten_is_told(string arrived, string called, string cause, string what)
    {
        var why = await Explain($"/twilio/inbound{arrived}", $"{Base}/twilio/inbound{called}");

        why.Cause.ShouldBe(cause);
        why.What.ShouldContain(what);
        why.What.ShouldNotContain("x'");
    }

    [Theory]
    [InlineData("Body=a%0Ab", "a\r\nb", "line breaks")]
    [InlineData("Body=a%0D%0Ab", "a\nb", "line breaks")]
    [InlineData("Body=caf%C3%83%C2%A9", "café", "Latin-1")]
    public async Task A_body_that_was_changed_on_the_way_is_told(string arrived, string signedBody, string what)
    {
        var why = await Explain(
            Webhook.Post("/twilio/inbound", $"AccountSid={Sid}&{arrived}"),
            $"{Base}/twilio/inbound",
            [new("AccountSid", Sid), new("Body", signedBody)]
        );

        why.Cause.ShouldBe("body");
        why.What.ShouldContain(what);
    }

    [Fact]
    public async Task A_number_whose_plus_sign_was_decoded_twice_is_told()
    {
        var why = await Explain(
            Webhook.Post("/twilio/inbound", $"AccountSid={Sid}&From=+14155550101"),
            $"{Base}/twilio/inbound",
            [new("AccountSid", Sid), new("From", From)]
        );

        why.What.ShouldContain("decoded twice");
        why.ToString().ShouldNotContain("4155550101");
    }

    [Fact]
    public async Task Empty_fields_that_were_dropped_are_told()
    {
        string[] empty = ["Body", "FromCity", "FromState", "FromZip", "FromCountry", "ToCity", "ToState", "ToZip", "ToCountry"];
        var why = await Explain(
            Webhook.Post("/twilio/inbound", $"AccountSid={Sid}"),
            $"{Base}/twilio/inbound",
            [new("AccountSid", Sid), .. empty.Select(e => KeyValuePair.Create(e, ""))]
        );

        why.What.ShouldContain("empty fields were left out");
    }

    [Fact]
    public async Task A_post_that_became_a_get_is_told()
    {
        var why = await Explain(
            Webhook.Get($"/twilio/inbound?AccountSid={Sid}&Body=hi"),
            $"{Base}/twilio/inbound",
            [new("AccountSid", Sid), new("Body", "hi")]
        );

        why.Cause.ShouldBe("query+body");
        why.What.ShouldContain("sent as POST and arrived as GET");
    }

    [Fact]
    public async Task A_token_of_another_account_is_told_by_its_place_and_never_by_itself()
    {
        var why = await Explain("/twilio/inbound", $"{Base}/twilio/inbound", token: OtherToken);

        why.Cause.ShouldBe("token");
        why.Found.ShouldBe("https://sms.example.com/bridge/twilio/inbound with token 0 of account 'other'");
        why.What.ShouldContain("a token of account 'other' signed it, and AccountSid is that of 'main'");
        why.ToString().ShouldNotContain(OtherToken);
    }

    [Fact]
    public async Task Which_of_the_tokens_signed_is_told()
    {
        var why = await Explain("/twilio/inbound", "http://sms.example.com/bridge/twilio/inbound", token: SecondToken);

        why.Found.ShouldNotBeNull().ShouldEndWith("with token 1 of account 'main'");
    }

    [Fact]
    public async Task What_fits_nothing_is_told_with_what_the_proxy_says_and_what_to_compare()
    {
        var why = await Explain(
            "/twilio/inbound",
            "https://elsewhere.example/x",
            h => (h["X-Forwarded-Proto"], h["X-Forwarded-Host"]) = ("http", "sms.internal"),
            token: "99999999999999999999999999999999"
        );

        (why.Cause, why.Found, why.Account).ShouldBe(("no-match", null, "main"));
        why.What.ShouldContain("X-Forwarded-Proto says http");
        why.What.ShouldContain("X-Forwarded-Host says sms.internal");
        why.Remedy.ShouldContain("Twilio:Accounts:main:AuthTokens");
        why.Remedy.ShouldContain("https://sms.example.com/bridge/twilio");
    }

    [Fact]
    public async Task An_unknown_account_and_a_missing_signature_are_told_as_such()
    {
        var unknown = await Of(Webhook.Post("/twilio/inbound", "AccountSid=AC99999999999999999999999999999999&From=%2B14155550101"));
        var unsigned = await Of(Webhook.Post("/twilio/inbound", $"AccountSid={Sid}&From=%2B14155550101"));

        Explainer()
            .Explain(unknown)
            .ShouldSatisfyAllConditions(
                e => e.Cause.ShouldBe("unknown-account"),
                e => e.Account.ShouldBeNull(),
                e => e.What.ShouldContain("AC99999999999999999999999999999999")
            );
        Explainer().Explain(unsigned).Cause.ShouldBe("no-signature");
    }

    [Fact]
    public async Task Nothing_that_a_webhook_holds_is_in_an_explanation()
    {
        foreach (var signed in new[] { "http://sms.example.com/bridge/twilio/inbound", "https://nowhere.example/" })
        {
            var all = (await Explain($"/twilio/inbound?code={Uri.EscapeDataString(Secret)}", signed)).ToString();

            all.ShouldNotContain("4711");
            all.ShouldNotContain("4155550101");
            all.ShouldNotContain(Webhook.Token);
        }

        var get = $"/twilio/inbound?AccountSid={Sid}&Body=4711&From=%2B14155550101";
        (await Explain(Webhook.Get(get), $"http://sms.example.com/bridge{get}", [])).ToString().ShouldNotContain("4711");
        var odd = await Of(Webhook.Post("/twilio/inbound", "AccountSid=%2B14155550101 my code is 4711"));
        Explainer().Explain(odd).ToString().ShouldNotContain("4711");
    }

    [Theory]
    [InlineData("X-Forwarded-Host", "+14155550101")]
    [InlineData("X-Forwarded-Host", "14155550101")]
    [InlineData("X-Forwarded-Host", "a b")]
    [InlineData("X-Forwarded-Host", "evil.example/path")]
    [InlineData("X-Forwarded-Host", "user:secret@evil.example")]
    [InlineData("X-Forwarded-Proto", "gopher")]
    public async Task What_is_no_host_or_scheme_is_not_repeated(string header, string value)
    {
        var why = await Explain("/twilio/inbound", "https://nowhere.example/", h => h[header] = value, token: OtherToken[..31] + "x");

        why.Cause.ShouldBe("no-match");
        why.What.ShouldNotContain(header);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(60_000)]
    public async Task Looking_takes_little_time_also_for_the_largest_webhook(int size)
    {
        var webhook = await Of(
            Webhook.Post("/twilio/inbound", $"AccountSid={Sid}&Body={new string('a', size)}", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="),
            Forwarded
        );
        var began = TimeProvider.System.GetTimestamp();

        Explainer().Explain(webhook).Cause.ShouldBe("no-match");

        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("//")]
    [InlineData("//evil.example/x")]
    [InlineData("/twilio/inbound?")]
    [InlineData("/twilio/inbound??=&&%")]
    [InlineData("/%zz%00%ff")]
    [InlineData("/\\\\evil")]
    [InlineData("/twilio/inbound#?#")]
    [InlineData("http://evil.example/twilio/inbound?x")]
    [InlineData("http://[::1]:99/a")]
    public async Task No_target_makes_it_stumble(string target)
    {
        var headers = (IHeaderDictionary h) =>
            (h["Host"], h["X-Forwarded-Host"], h["X-Forwarded-Port"], h["X-Forwarded-Prefix"]) = ("[::1", "a:b:c", "0", "/../%");
        var webhook = await Of(Webhook.Post(target, $"AccountSid={Sid}&a", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="), h => headers(h));

        Explainer().Explain(webhook).Cause.ShouldBe("no-match");
    }

    [Fact]
    public async Task User_and_password_of_the_url_are_not_shown()
    {
        var url = "https://user:hidden@sms.example.com";
        var webhook = await Of(Signed("/twilio/inbound", "http://user:hidden@sms.example.com/twilio/inbound", Webhook.Token));

        var why = Explainer(url).Explain(webhook);

        why.Cause.ShouldBe("scheme");
        why.ToString().ShouldNotContain("hidden");
    }

    private static void Forwarded(IHeaderDictionary headers)
    {
        headers["X-Forwarded-Host"] = "old.example.com";
        headers["X-Forwarded-Port"] = "8443";
        headers["X-Forwarded-Prefix"] = "/edge/";
    }

    private static async Task<Explanation> Explain(
        string target,
        string signedUrl,
        Action<IHeaderDictionary>? headers = null,
        string token = Webhook.Token
    ) => Explainer().Explain(await Of(Signed(target, signedUrl, token), headers));

    private static async Task<Explanation> Explain(HttpRequest request, string signedUrl, List<KeyValuePair<string, string>> fields)
    {
        request.Headers["X-Twilio-Signature"] = TwilioSignature.Sign(Webhook.Token, signedUrl, fields);
        return Explainer().Explain(await Of(request));
    }

    private static HttpRequest Signed(string target, string signedUrl, string token)
    {
        List<KeyValuePair<string, string>> fields = [new("AccountSid", Sid), new("Body", Secret), new("From", From)];
        var body = string.Join('&', fields.Select(f => $"{f.Key}={Uri.EscapeDataString(f.Value)}"));
        return Webhook.Post(target, body, TwilioSignature.Sign(token, signedUrl, fields));
    }

    private static async Task<RefusedWebhook> Of(HttpRequest request, Action<IHeaderDictionary>? headers = null)
    {
        headers?.Invoke(request.Headers);
        request.HttpContext.SetEndpoint(
            new RouteEndpoint(_ => Task.CompletedTask, RoutePatternFactory.Parse("/twilio/inbound"), 0, null, null)
        );
        var form = await TwilioForm.Read(request);
        return RefusedWebhook.Of(request, WebhookSignature.Claim(request), form, Accounts.WithSid(form["AccountSid"] ?? ""));
    }

    private static SignatureExplainer Explainer(string baseUrl = Base) =>
        new(Accounts, Options.Create(new PublicOptions { BaseUrl = baseUrl }));

    private static readonly TwilioAccounts Accounts = new(
        Options.Create(
            new TwilioOptions
            {
                Accounts =
                {
                    ["main"] = new() { AccountSid = Sid, AuthTokens = [Webhook.Token, SecondToken] },
                    ["other"] = new() { AccountSid = OtherSid, AuthTokens = [OtherToken] },
                },
            }
        )
    );
}
