using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Dashboard;

/// <summary>Numbers are set up and changed by the API's rules, with what is wrong beside the field.</summary>
public sealed class NumberPagesTests(TestPostgres postgres)
{
    private const string Number = "/console/numbers/%2B14155550199";

    private const string ThreeNumbers = """
        numbers:
          - number: +14155550301
            twilioAccount: main
            agent: support
            label: Sales
          - number: +14155550302
            twilioAccount: main
            agent: support
            variantId: VARIANT-12345678
          - number: +14155550303
            twilioAccount: main
            agent: support
            idleTimeout: 48:00:00
        """;

    [Fact]
    public async Task Three_numbers_go_live_from_one_file_after_their_changes_were_shown()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        using var visitor = await Roles.Visitor(bridge, "operator");

        var wrong = await visitor.Submit(
            await visitor.Get("/console/numbers/file"),
            "/console/numbers/file",
            ("text", ThreeNumbers.Replace("agent: support\n    label", "agent: nobody\n    label"))
        );
        wrong.Status.ShouldBe(400);
        wrong.Text.ShouldContain("+14155550301 agent: There is no agent 'nobody'");
        var shown = await visitor.Submit(wrong, "/console/numbers/file", ("text", ThreeNumbers));
        shown.Text.ShouldContain("It would change 3 numbers");
        shown.Text.ShouldContain("VARIANT-12345678");
        (await bridge.Database.Count("numbers")).ShouldBe(1);

        var list = await visitor.Follow(await visitor.Submit(shown, "/console/numbers/file/apply"));

        list.Text.ShouldContain("Applied");
        list.Text.ShouldContain("+14155550303");
        (await bridge.Database.Count("audit_log where actor = 'the operator' and action = 'number.put'")).ShouldBe(3);
        (await bridge.Ops.Get("/api/v1/numbers/%2B14155550303")).Json.GetProperty("idleTimeout").GetString().ShouldBe("48:00:00");
        var export = await visitor.Get("/console/numbers/export");
        export.Body.ShouldContain("VARIANT-12345678");
    }

    [Fact]
    public async Task A_mistake_stands_beside_its_field_and_what_was_typed_stays()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        using var visitor = await Roles.Visitor(bridge, "operator");
        var page = await visitor.Get(Number);

        var refused = await visitor.Submit(
            page,
            Number,
            ("label", "typed"),
            ("agent", "nobody"),
            ("coalesce", "00:01:00"),
            ("idleTimeout", "soon"),
            ("messagingServiceSid", "XX1")
        );

        refused.Status.ShouldBe(400);
        refused.ErrorOf("agent").ShouldNotBeNull().ShouldContain("Configured under Agents: support");
        refused.ErrorOf("coalesce").ShouldNotBeNull().ShouldContain("00:00:15");
        refused.ErrorOf("idleTimeout").ShouldNotBeNull().ShouldContain("hh:mm:ss");
        refused.ErrorOf("messagingServiceSid").ShouldNotBeNull().ShouldContain("MG");
        refused.ErrorOf("label").ShouldBeNull();
        (refused.Value("label"), refused.Value("idleTimeout"), refused.Value("agent")).ShouldBe(("typed", "soon", "nobody"));
        (await bridge.Database.Count("audit_log")).ShouldBe(2, "the number at the start, and the key");

        var saved = await visitor.Follow(
            await visitor.Submit(
                refused,
                Number,
                ("agent", "support"),
                ("coalesce", "00:00:02"),
                ("idleTimeout", "12:00:00"),
                ("messagingServiceSid", ""),
                ("enabled", null)
            )
        );
        saved.Text.ShouldContain("Saved");
        var document = (await bridge.Ops.Get("/api/v1/numbers/%2B14155550199")).Json;
        document.GetProperty("label").GetString().ShouldBe("typed");
        document.GetProperty("coalesce").GetString().ShouldBe("00:00:02");
        document.GetProperty("enabled").GetBoolean().ShouldBeFalse();
        var history = await visitor.Get($"{Number}/history");
        history.Text.ShouldContain("the operator");
        history.Document.QuerySelectorAll("tbody tr")[0].TextContent.ShouldContain("idleTimeout");
        history.Document.QuerySelector("tbody del")!.TextContent.ShouldBe("true");
        (await visitor.Follow(await visitor.Submit(saved, Number))).Text.ShouldContain("Nothing had changed");
    }

    [Fact]
    public async Task The_rest_of_a_document_is_edited_as_json_and_a_change_of_somebody_else_is_not_lost()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        using var visitor = await Roles.Visitor(bridge, "operator");
        var page = await visitor.Get(Number);

        var refused = await visitor.Submit(
            page,
            $"{Number}/json",
            (
                "json",
                """{ "number": "+14155550199", "twilioAccount": "main", "agent": "support", "limitz": 1, "quietHours": { "from": "25:00", "to": "08:00" } }"""
            )
        );
        refused.Status.ShouldBe(400);
        refused.Text.ShouldContain("limitz is not known");
        refused.Text.ShouldContain("quietHours.from '25:00' is no time of day");
        refused.Value("json")!.ShouldContain("limitz");
        (await visitor.Submit(page, $"{Number}/json", ("json", "{ no json"))).Text.ShouldContain("JSON");
        (
            await visitor.Submit(
                page,
                $"{Number}/json",
                ("json", """{ "number": "+14155550111", "twilioAccount": "main", "agent": "support" }""")
            )
        ).Text.ShouldContain("must be equal");

        await bridge.Ops.Configure(BridgeSetup.Document(change: d => d["label"] = "of somebody else"));
        var stale = await visitor.Submit(page, Number, ("label", "mine"));
        stale.Status.ShouldBe(409);
        stale.Text.ShouldContain("Somebody else has changed this number");

        var saved = await visitor.Submit(
            stale,
            $"{Number}/json",
            (
                "json",
                """{ "number": "+14155550199", "twilioAccount": "main", "agent": "support", "limits": { "perCustomerPerMinute": 3 } }"""
            )
        );
        (await visitor.Follow(saved)).Value("json")!.ShouldContain("\"perCustomerPerMinute\": 3");
    }

    [Fact]
    public async Task A_number_is_added_pointed_here_and_removed()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        using var visitor = await Roles.Visitor(bridge, "operator");
        var form = await visitor.Get("/console/numbers/new");

        (await visitor.Submit(form, "/console/numbers/new", ("number", "+14155550199"), ("agent", "support"), ("twilioAccount", "main")))
            .ErrorOf("number")
            .ShouldNotBeNull()
            .ShouldContain("already");
        (await visitor.Submit(form, "/console/numbers/new", ("number", "+0"))).Status.ShouldBe(400);
        var added = await visitor.Submit(
            form,
            "/console/numbers/new",
            ("number", "whatsapp:+14155550777"),
            ("agent", "support"),
            ("twilioAccount", "main")
        );
        added.Location.ShouldBe("/console/numbers/whatsapp%3A%2B14155550777?done=saved");
        var page = await visitor.Get(added.Location);
        page.Text.ShouldContain("whatsapp:+14155550777");

        var refused = await visitor.Submit(page, "/console/numbers/whatsapp%3A%2B14155550777/connect");
        refused.Status.ShouldBe(502);
        var number = await visitor.Get(Number);
        (await visitor.Follow(await visitor.Submit(number, $"{Number}/connect"))).Text.ShouldContain("points here");

        (await visitor.Follow(await visitor.Submit(page, "/console/numbers/whatsapp%3A%2B14155550777/remove"))).Text.ShouldContain(
            "Removed"
        );
        (await visitor.Get("/console/numbers/whatsapp%3A%2B14155550777")).Status.ShouldBe(404);
    }
}
