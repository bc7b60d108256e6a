using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Outbound;

public sealed class QuietHoursTests(TestPostgres postgres)
{
    [Fact]
    public async Task Within_the_quiet_hours_texts_that_we_start_wait_and_replies_do_not()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, Quiet(out var until));
        var customer = bridge.Customer();

        var answer = await Starter.Starts(bridge.Ops, customer, "good morning", "1", Utc);

        answer.Status.ShouldBe(202, answer.Body);
        answer.Json.GetProperty("sendAt").GetDateTimeOffset().ShouldBe(until);
        await customer.Texts("hi");
        (await customer.Receives()).ShouldBe("You said: hi");
        (await customer.Messages())[0].GetProperty("status").GetString().ShouldBe("queued");
        // Woken too early, for its settings have changed meanwhile, it still waits.
        await bridge.Database.Do("update messages set send_at = now() where thread_id = $1 and send_at is not null", customer.ThreadId);
        await bridge.Database.Do("update work set due_at = now() where thread_id = $1 and kind = 'scheduled'", customer.ThreadId);
        await Eventually.Holds(
            async () => (await customer.Messages()).Any(m => m.TryGetProperty("sendAt", out var at) && at.GetDateTimeOffset() == until),
            "it waits until the quiet hours end"
        );
        customer.Received.ShouldBe(["You said: hi"]);
        // Once the number has none any more, it goes.
        await bridge.Ops.Configure(BridgeSetup.Document());
        await bridge.Database.Do("update messages set send_at = now() where thread_id = $1 and send_at is not null", customer.ThreadId);
        await bridge.Database.Do("update work set due_at = now() where thread_id = $1 and kind = 'scheduled'", customer.ThreadId);
        (await customer.Receives()).ShouldBe("good morning");
    }

    [Fact]
    public async Task What_cannot_wait_goes_out_at_once()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, Quiet(out _));
        var customer = bridge.Customer();

        var answer = await Starter.Starts(
            bridge.Ops,
            customer,
            "Your code is 123456",
            "1",
            b =>
            {
                Utc(b);
                b["ignoreQuietHours"] = true;
            }
        );

        answer.Json.GetProperty("sendAt").ValueKind.ShouldBe(JsonValueKind.Null);
        (await customer.Receives()).ShouldBe("Your code is 123456");
    }

    [Fact]
    public async Task Where_the_customer_is_it_may_be_day()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, Quiet(out _));
        var customer = bridge.Customer();

        // Twelve hours away.
        var answer = await Starter.Starts(bridge.Ops, customer, "hello", "1", b => b["timeZone"] = "Etc/GMT+12");

        answer.Json.GetProperty("sendAt").ValueKind.ShouldBe(JsonValueKind.Null);
        (await customer.Receives()).ShouldBe("hello");
    }

    [Theory]
    [InlineData("from", "9 pm")]
    [InlineData("to", "25:00")]
    [InlineData("timeZone", "Mars/North")]
    public async Task Quiet_hours_that_cannot_be_kept_are_refused(string member, string value)
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var document = BridgeSetup.Document();
        document["quietHours"] = new JsonObject
        {
            ["from"] = "21:00",
            ["to"] = "08:00",
            [member] = value,
        };

        var answer = await bridge.Ops.Put($"/api/v1/numbers/{BridgeSetup.Number}", document);

        answer.Status.ShouldBe(400, answer.Body);
        answer.Problem.ShouldContain($"quietHours.{member}");
        answer.Problem.ShouldContain(value);
    }

    private static void Utc(JsonObject body) => body["timeZone"] = "Etc/UTC";

    /// <summary>From three hours ago until three hours from now, on the clock of whoever is asked.</summary>
    private static BridgeSetup Quiet(out DateTimeOffset until)
    {
        var now = DateTimeOffset.UtcNow;
        var minute = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute));
        var (from, to) = (minute.AddHours(-3), minute.AddHours(3));
        until = to;
        return new()
        {
            Numbers =
            [
                BridgeSetup.Document(change: d =>
                    d["quietHours"] = new JsonObject
                    {
                        ["from"] = from.ToString("HH:mm", CultureInfo.InvariantCulture),
                        ["to"] = to.ToString("HH:mm", CultureInfo.InvariantCulture),
                    }
                ),
            ],
        };
    }
}
