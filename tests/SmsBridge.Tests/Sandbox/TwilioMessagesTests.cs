using System.Net;
using System.Text.Json;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.Tests.Sandbox;

public sealed class TwilioMessagesTests : IAsyncLifetime
{
    private TwilioServer twilio = null!;
    private TwilioClient client = null!;

    public async ValueTask InitializeAsync()
    {
        var keys = new Dictionary<string, string> { ["SK00000000000000000000000000000001"] = "key-secret" };
        twilio = await TwilioServer.Start(new() { Accounts = [new TwilioAccount(TwilioClient.Account, [TwilioClient.Token], keys)] });
        twilio.ConnectNumber(TwilioClient.Number, TwilioClient.Account, "");
        client = new TwilioClient(twilio);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await twilio.DisposeAsync();
    }

    [Fact]
    public async Task A_created_message_has_the_shape_of_the_real_one()
    {
        var (status, message) = await client.Create("Hëllo 👍");

        status.ShouldBe(HttpStatusCode.Created);
        message.GetProperty("sid").GetString()!.ShouldMatch("^SM[0-9a-f]{32}$");
        message.GetProperty("status").GetString().ShouldBe("queued");
        message.GetProperty("direction").GetString().ShouldBe("outbound-api");
        message.GetProperty("num_segments").GetString().ShouldBe("1");
        message.GetProperty("num_media").GetString().ShouldBe("0");
        message.GetProperty("body").GetString().ShouldBe("Hëllo 👍");
        message.GetProperty("error_code").ValueKind.ShouldBe(JsonValueKind.Null);
        message.GetProperty("date_sent").ValueKind.ShouldBe(JsonValueKind.Null);
        DateTimeOffset
            .ParseExact(message.GetProperty("date_created").GetString()!, "ddd, dd MMM yyyy HH:mm:ss zzz", null)
            .ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
        message.GetProperty("date_created").GetString()!.ShouldEndWith("+0000");
    }

    [Fact]
    public async Task A_message_moves_to_delivered_and_can_be_fetched()
    {
        var (_, created) = await client.Create();
        await twilio.Callbacks.Settled(TimeSpan.FromSeconds(10));

        var (_, fetched) = await client.Get(created.GetProperty("uri").GetString()!);

        fetched.GetProperty("status").GetString().ShouldBe("delivered");
        fetched.GetProperty("date_sent").ValueKind.ShouldBe(JsonValueKind.String);
    }

    [Fact]
    public async Task A_list_is_newest_first_and_followed_to_its_last_page()
    {
        for (var i = 1; i <= 7; i++)
            await client.Create($"text {i}");
        await client.Create("to somebody else", ("To", "+14155550102"));

        var bodies = new List<string>();
        var pages = 0;
        var next = $"{TwilioClient.Messages}?To=%2B14155550101&PageSize=3";
        while (next is not null && pages++ < 10)
        {
            var (_, page) = await client.Get(next);
            bodies.AddRange(page.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("body").GetString()!));
            next = page.GetProperty("next_page_uri").GetString();
        }

        pages.ShouldBe(3);
        bodies.ShouldBe(["text 7", "text 6", "text 5", "text 4", "text 3", "text 2", "text 1"]);
    }

    [Theory]
    [InlineData("DateSent", 0, 1)]
    [InlineData("DateSent", -1, 0)]
    [InlineData("DateSent>", 0, 1)]
    [InlineData("DateSent>", 1, 0)]
    [InlineData("DateSent<", 0, 1)]
    [InlineData("DateSent<", -1, 0)]
    public async Task A_list_filters_by_day(string filter, int days, int found)
    {
        await client.Create();
        var day = DateTime.UtcNow.AddDays(days).ToString("yyyy-MM-dd");

        var (_, page) = await client.Get($"{TwilioClient.Messages}?{Uri.EscapeDataString(filter)}={day}&From=%2B14155550199");

        page.GetProperty("messages").GetArrayLength().ShouldBe(found);
    }

    [Theory]
    [InlineData("To", "", 21604)]
    [InlineData("From", "", 21603)]
    [InlineData("Body", "", 21602)]
    [InlineData("To", "12ab", 21211)]
    [InlineData("To", "12345", 21265)]
    [InlineData("To", TwilioClient.Number, 21266)]
    [InlineData("From", "nonsense", 21212)]
    [InlineData("From", "+14155550000", 21606)]
    [InlineData("StatusCallback", "/relative", 21609)]
    [InlineData("StatusCallback", "http://my_host/x", 21609)]
    public async Task A_bad_parameter_is_refused_with_its_code(string name, string value, int code)
    {
        var (status, error) = await client.Create("Hello", (name, value));

        status.ShouldBe(HttpStatusCode.BadRequest);
        error.GetProperty("code").GetInt32().ShouldBe(code);
        error.GetProperty("status").GetInt32().ShouldBe(400);
        error.GetProperty("more_info").GetString().ShouldBe($"https://www.twilio.com/docs/errors/{code}");
        twilio.Sent.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_body_may_have_1600_characters_and_no_more()
    {
        (await client.Create(new string('a', 1600))).Status.ShouldBe(HttpStatusCode.Created);
        var (_, error) = await client.Create(new string('a', 1601));
        error.GetProperty("code").GetInt32().ShouldBe(21617);
    }

    [Fact]
    public async Task Credentials_are_checked()
    {
        using var wrong = new TwilioClient(twilio, password: "wrong");
        using var key = new TwilioClient(twilio, "SK00000000000000000000000000000001", "key-secret");

        var (status, error) = await wrong.Create();

        status.ShouldBe(HttpStatusCode.Unauthorized);
        error.GetProperty("code").GetInt32().ShouldBe(20003);
        (await key.Create()).Status.ShouldBe(HttpStatusCode.Created);
        twilio.Options.Accounts[0].SetTokens("another");
        (await client.Create()).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_service_chooses_the_sender_after_accepting()
    {
        const string Service = "MG00000000000000000000000000000001";
        twilio.ConnectNumber(TwilioClient.Number, TwilioClient.Account, "", Service);

        var (_, created) = await client.Create("Hello", ("From", ""), ("MessagingServiceSid", Service));
        await twilio.Callbacks.Settled(TimeSpan.FromSeconds(10));
        var (_, fetched) = await client.Get(created.GetProperty("uri").GetString()!);

        created.GetProperty("status").GetString().ShouldBe("accepted");
        created.GetProperty("from").ValueKind.ShouldBe(JsonValueKind.Null);
        created.GetProperty("num_segments").GetString().ShouldBe("0");
        fetched.GetProperty("from").GetString().ShouldBe(TwilioClient.Number);
    }

    [Fact]
    public async Task A_message_is_canceled_redacted_and_deleted_within_the_rules()
    {
        twilio.Callbacks.Plan = new CallbackPlan { SentAfter = TimeSpan.FromMinutes(5) };
        var (_, waiting) = await client.Create("first");
        var uri = waiting.GetProperty("uri").GetString()!;

        (await client.Post(uri, ("Body", ""), ("Status", "canceled"))).Json.GetProperty("code").GetInt32().ShouldBe(30400);
        (await client.Delete(uri)).ShouldBe(HttpStatusCode.Conflict);
        (await client.Post(uri, ("Status", "canceled"))).Json.GetProperty("status").GetString().ShouldBe("canceled");
        (await client.Post(uri, ("Status", "canceled"))).Json.GetProperty("code").GetInt32().ShouldBe(30409);
        (await client.Post(uri, ("Body", ""))).Json.GetProperty("body").GetString().ShouldBe("");
        (await client.Delete(uri)).ShouldBe(HttpStatusCode.NoContent);
        (await client.Get(uri)).Json.GetProperty("code").GetInt32().ShouldBe(20404);
    }

    [Fact]
    public async Task A_number_s_webhook_is_found_and_set()
    {
        var list = $"/2010-04-01/Accounts/{TwilioClient.Account}/IncomingPhoneNumbers.json?PhoneNumber=%2B14155550199";
        var (_, page) = await client.Get(list);
        var uri = page.GetProperty("incoming_phone_numbers")[0].GetProperty("uri").GetString()!;

        await client.Post(uri, ("SmsUrl", "https://bridge.example.com/twilio/inbound"));

        var (_, number) = await client.Get(uri);
        number.GetProperty("sms_url").GetString().ShouldBe("https://bridge.example.com/twilio/inbound");
        number.GetProperty("sms_method").GetString().ShouldBe("POST");
        number.GetProperty("capabilities").GetProperty("sms").GetBoolean().ShouldBeTrue();
    }
}
