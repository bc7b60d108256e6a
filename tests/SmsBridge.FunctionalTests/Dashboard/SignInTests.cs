using System.Net;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Hosting;

namespace SmsBridge.FunctionalTests.Dashboard;

/// <summary>Who gets into the console, and how long.</summary>
public sealed class SignInTests(TestPostgres postgres)
{
    private const string Console = "/console";

    [Fact]
    public async Task A_page_leads_to_signing_in_and_signing_in_leads_back_to_it()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        using var visitor = new ConsoleVisitor(bridge.Instances[0].OpsAddress);

        var home = await visitor.Get("/");
        home.Location.ShouldBe(Console);
        (await visitor.Get(Console)).Location.ShouldBe("/console/sign-in");
        var asked = await visitor.Get("/console/failures?kind=turn");
        asked.Status.ShouldBe(303);
        asked.Location.ShouldBe("/console/sign-in?next=%2Fconsole%2Ffailures%3Fkind%3Dturn");
        var form = await visitor.Get(asked.Location);
        form.Value("next").ShouldBe("/console/failures?kind=turn");

        var back = await visitor.Submit(form, "/console/sign-in", ("key", BridgeSettings.Key));
        back.Location.ShouldBe("/console/failures?kind=turn");
        (await visitor.Get(back.Location)).Text.ShouldContain("Nothing gave up");
        var cookie = visitor.Cookies.GetAllCookies().Single(c => c.Name == "smsbridge_console");
        cookie.HttpOnly.ShouldBeTrue();
        cookie.Path.ShouldBe(Console);
        (await bridge.Database.All<string>("select encode(hash, 'hex') from console_sessions")).ShouldNotContain(cookie.Value);

        foreach (
            var elsewhere in new[] { "https://evil.example", "//evil.example", "/console//evil.example", "/console\\evil", "/api/v1/keys" }
        )
        {
            using var other = new ConsoleVisitor(bridge.Instances[0].OpsAddress);
            (await other.SignIn(BridgeSettings.Key, elsewhere)).Location.ShouldBe(Console);
        }
    }

    [Theory]
    [InlineData("/console/é", "/console/%C3%A9")]
    [InlineData("/console/numbers?x=😀 y", "/console/numbers?x=%F0%9F%98%80%20y")]
    public async Task Signing_in_leads_to_an_address_with_any_letters(string next, string location)
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        using var visitor = new ConsoleVisitor(bridge.Instances[0].OpsAddress);

        var back = await visitor.SignIn(BridgeSettings.Key, next);

        (back.Status, back.Location).ShouldBe((303, location));
    }

    [Fact]
    public async Task A_second_sign_in_ends_the_first_session_of_the_browser_and_no_other()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var address = bridge.Instances[0].OpsAddress;
        using var colleague = await ConsoleVisitor.SignedIn(address, BridgeSettings.Key);
        using var visitor = await ConsoleVisitor.SignedIn(address, BridgeSettings.Key);
        using var copy = new ConsoleVisitor(address);
        foreach (Cookie cookie in visitor.Cookies.GetAllCookies())
        {
            copy.Cookies.Add(new Uri(address), new Cookie(cookie.Name, cookie.Value, Console));
        }

        (await copy.Get(Console)).Status.ShouldBe(200);
        (await visitor.SignIn(BridgeSettings.Key)).Status.ShouldBe(303);

        (await copy.Get(Console)).Status.ShouldBe(303);
        (await visitor.Get(Console)).Status.ShouldBe(200);
        (await colleague.Get(Console)).Status.ShouldBe(200);
        (await bridge.Database.Count("console_sessions")).ShouldBe(2);
    }

    [Fact]
    public async Task What_cannot_be_stored_is_named_on_every_page_and_in_every_form()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        using var visitor = await ConsoleVisitor.SignedIn(bridge.Instances[0].OpsAddress, BridgeSettings.Key);
        foreach (
            var query in new[]
            {
                "threads?number=%00",
                "threads?state=a%00",
                "handoffs?state=%00",
                "failures?kind=%00",
                "failures?category=%00",
                "audit?subject=%00",
                "audit?actor=%00",
                "audit?action=%00",
                "numbers?cursor=AA",
                "sign-in?next=%00",
            }
        )
        {
            var refused = await visitor.Get($"/console/{query}");
            refused.Status.ShouldBe(400, query);
            refused.Text.ShouldContain(query.Split('?', '=')[1], customMessage: query);
            refused.Text.ShouldNotContain("database");
        }

        var page = await visitor.Get("/console/numbers/%2B14155550199");
        foreach (
            var (form, field) in new[]
            {
                ("/console/numbers/%2B14155550199", "label"),
                ("/console/numbers/%2B14155550199/json", "json"),
                ("/console/numbers/new", "number"),
                ("/console/numbers/file", "text"),
                ("/console/threads/search", "customer"),
                ("/console/keys", "name"),
                ("/console/sign-in", "key"),
                ("/console/sign-in", "next"),
                ("/console/failures/replay", "kind"),
            }
        )
        {
            var refused = await visitor.Post(form, page.Token, (field, "a\0b"));
            refused.Status.ShouldBe(400, form);
            refused.Text.ShouldContain($"{field} contains the character U+0000", customMessage: form);
        }
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData("X-Forwarded-Proto", "https", true)]
    [InlineData("Origin", "https://ops.example.com", true)]
    public async Task The_cookie_is_strict_and_secure_where_the_browser_came_by_https(string? header, string? value, bool secure)
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        using var visitor = new ConsoleVisitor(bridge.Instances[0].OpsAddress);
        var form = await visitor.Get("/console/sign-in");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/console/sign-in");
        request.Content = new FormUrlEncodedContent([new("key", BridgeSettings.Key), new("form_token", form.Token!)]);
        if (header is not null)
        {
            request.Headers.Add(header, value);
        }

        var answer = await visitor.Send(request);

        var set = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("smsbridge_console=", StringComparison.Ordinal));
        set.ShouldContain("samesite=strict");
        set.ShouldContain("httponly");
        set.ShouldContain("max-age=43200");
        set.Contains("secure", StringComparison.Ordinal).ShouldBe(secure);
    }

    [Fact]
    public async Task A_session_of_24_hours_is_not_one_of_24_days()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, BridgeSetup.With(("Console:SessionLifetime", "24:00:00")));
        using var visitor = new ConsoleVisitor(bridge.Instances[0].OpsAddress);

        var answer = await visitor.SignIn(BridgeSettings.Key);

        answer.Headers.GetValues("Set-Cookie").ShouldContain(c => c.Contains("max-age=86400;"));
        (await bridge.Database.One<bool>("select expires_at < now() + interval '25 hours' from console_sessions")).ShouldBeTrue();
    }

    [Fact]
    public async Task Wrong_keys_are_refused_beside_the_field_and_count_with_those_of_the_api()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        using var visitor = new ConsoleVisitor(bridge.Instances[0].OpsAddress);
        using var stranger = new Operator(bridge.Instances[0].OpsAddress, "not-a-key");

        for (var i = 0; i < 5; i++)
        {
            var refused = await visitor.SignIn("some-other-key");
            refused.Status.ShouldBe(401);
            refused.ErrorOf("key").ShouldNotBeNull().ShouldContain("not valid");
            refused.Body.ShouldNotContain("some-other-key");
            (await stranger.Get("/api/v1/numbers")).Status.ShouldBe(401);
        }

        var late = await visitor.SignIn("some-other-key");
        late.Status.ShouldBe(429);
        late.Headers.RetryAfter.ShouldNotBeNull();
        late.ErrorOf("key").ShouldNotBeNull().ShouldContain("too many");
        (await visitor.SignIn(BridgeSettings.Key)).Status.ShouldBe(303, "a right key is let in whatever wrong ones came before it");
    }

    [Fact]
    public async Task A_session_ends_with_its_key_on_every_instance_by_signing_out_and_by_its_time()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, new() { Instances = 2 });
        var (one, two) = (bridge.Instances[0].OpsAddress, bridge.Instances[1].OpsAddress);
        var (id, key) = await Roles.Key(bridge, "leaver", "operator");
        using var visitor = await ConsoleVisitor.SignedIn(one, key);
        var word = visitor.Cookies.GetAllCookies().Single(c => c.Name == "smsbridge_console");
        using var elsewhere = new ConsoleVisitor(two);
        elsewhere.Cookies.Add(new Uri(two), new Cookie(word.Name, word.Value, Console));
        (await elsewhere.Get(Console)).Status.ShouldBe(200);
        (await bridge.Database.Count("api_keys where last_used_at is not null")).ShouldBe(1);

        (await bridge.Ops.Delete($"/api/v1/keys/{id}")).Status.ShouldBe(204);

        (await visitor.Get(Console)).Status.ShouldBe(303);
        (await elsewhere.Get(Console)).Status.ShouldBe(303);

        using var leaver = await ConsoleVisitor.SignedIn(one, BridgeSettings.Key);
        using var double1 = new ConsoleVisitor(one);
        foreach (Cookie cookie in leaver.Cookies.GetAllCookies())
        {
            double1.Cookies.Add(new Uri(one), new Cookie(cookie.Name, cookie.Value, Console));
        }

        var page = await leaver.Get("/console/queues");
        (await leaver.Submit(page, "/console/sign-out")).Location.ShouldBe("/console/sign-in?done=signed-out");
        (await double1.Get(Console)).Status.ShouldBe(303, "the word in the cookie opens nothing any more");

        using var sleeper = await ConsoleVisitor.SignedIn(one, BridgeSettings.Key);
        await bridge.Database.Do("update console_sessions set expires_at = now() - interval '1 second'");
        (await sleeper.Get(Console)).Status.ShouldBe(303);
    }

    [Fact]
    public async Task A_session_of_the_bootstrap_key_ends_when_the_setting_changes()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        using var visitor = await ConsoleVisitor.SignedIn(bridge.Instances[0].OpsAddress, BridgeSettings.Key);
        (await visitor.Get(Console)).Status.ShouldBe(200);

        await bridge.Database.Do("update console_sessions set bootstrap_proof = sha256('another key')");

        (await visitor.Get(Console)).Status.ShouldBe(303);
    }

    [Fact]
    public async Task The_cookie_does_not_open_the_api_nor_a_key_in_a_header_the_console()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        using var visitor = await ConsoleVisitor.SignedIn(bridge.Instances[0].OpsAddress, BridgeSettings.Key);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/numbers");
        var word = visitor.Cookies.GetAllCookies().Single(c => c.Name == "smsbridge_console");
        request.Headers.Add("Cookie", $"{word.Name}={word.Value}");

        (await visitor.Send(request)).Status.ShouldBe(401);
        (await bridge.Ops.Get("/console/queues")).Body.ShouldContain("Sign in");
    }

    [Fact]
    public async Task No_form_is_taken_without_the_token_of_its_own_browser_nor_from_another_site()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        using var visitor = await ConsoleVisitor.SignedIn(bridge.Instances[0].OpsAddress, BridgeSettings.Key);
        using var other = await ConsoleVisitor.SignedIn(bridge.Instances[0].OpsAddress, BridgeSettings.Key);
        var foreign = (await other.Get("/console/queues")).Token;
        var own = (await visitor.Get("/console/queues")).Token;
        var forms = bridge
            .Instances[0]
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith(Console, StringComparison.Ordinal))
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("POST"))
            .ToList();
        forms.Count.ShouldBeGreaterThan(12);

        foreach (var form in forms)
        {
            var path = form
                .RoutePattern.RawText!.Replace("{id:guid}", $"{Guid.CreateVersion7()}")
                .Replace("{number}", "%2B14155550199")
                .Replace("{name}", "desk");
            (await visitor.Post(path, null)).Status.ShouldBe(400, path);
            (await visitor.Post(path, foreign)).Status.ShouldBe(400, path);
            using var crossed = new HttpRequestMessage(HttpMethod.Post, path);
            crossed.Content = new FormUrlEncodedContent([new("form_token", own!)]);
            crossed.Headers.Add("Sec-Fetch-Site", "cross-site");
            (await visitor.Send(crossed)).Status.ShouldBe(400, path);
            var audited = form.Metadata.GetMetadata<Audited>().ShouldNotBeNull(path);
            (audited.Action is not null || audited.Why!.Length > 20).ShouldBeTrue(path);
        }

        (await bridge.Database.Count("audit_log where action <> 'number.put'")).ShouldBe(0);
        (await bridge.Database.Count("numbers")).ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_of_the_console_answers_on_the_public_listener_and_every_answer_has_the_headers()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        using var outside = new ConsoleVisitor(bridge.Instances[0].PublicAddress);
        using var visitor = await ConsoleVisitor.SignedIn(bridge.Instances[0].OpsAddress, BridgeSettings.Key);
        foreach (var path in new[] { "/", Console, "/console/sign-in", "/console/console.css", "/console/numbers", "/console/nothing" })
        {
            (await outside.Get(path)).Status.ShouldBe(404, path);
        }

        foreach (
            var path in Walk
                .All.Append("/console/nothing")
                .Append("/console/console.js")
                .Append($"/console/threads/{Guid.CreateVersion7()}")
        )
        {
            var seen = await visitor.Get(path);
            seen.Status.ShouldBeOneOf(200, 404);
            var policy = seen.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
            policy.ShouldContain("default-src 'none'");
            policy.ShouldNotContain("unsafe");
            seen.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            seen.Headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"]);
            seen.Headers.CacheControl!.ToString().ShouldBe(path.EndsWith(".js", StringComparison.Ordinal) ? "no-cache" : "no-store");
            seen.Document.QuerySelectorAll("[style], style, script:not([src]), [onclick]").ShouldBeEmpty(path);
        }

        (await visitor.Get("/console/nothing")).Status.ShouldBe(404);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/console/console.css");
        again.Headers.IfNoneMatch.Add((await visitor.Get("/console/console.css")).Headers.ETag!);
        (await visitor.Send(again)).Status.ShouldBe(304);
    }

    [Fact]
    public async Task Behind_a_proxy_with_a_path_all_links_have_it_whether_it_is_stripped_or_not()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, BridgeSetup.With(("Ops:BaseUrl", "https://ops.example.com/sms")));
        using var visitor = new ConsoleVisitor(bridge.Instances[0].OpsAddress);

        (await visitor.Get("/console")).Location.ShouldBe("/sms/console/sign-in");
        (await visitor.Get("/sms/console")).Location.ShouldBe("/sms/console/sign-in");
        foreach (var path in new[] { "/console/sign-in", "/sms/console/sign-in" })
        {
            var form = await visitor.Get(path);
            form.Document.Forms.Single().GetAttribute("action").ShouldBe("/sms/console/sign-in");
            form.Document.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href").ShouldBe("/sms/console/console.css");
        }
    }
}
