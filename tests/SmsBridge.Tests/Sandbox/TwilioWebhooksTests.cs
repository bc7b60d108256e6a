using System.Net;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.Tests.Sandbox;

public sealed class TwilioWebhooksTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private TwilioServer twilio = null!;
    private TwilioClient client = null!;
    private WebhookCatcher bridge = null!;

    public async ValueTask InitializeAsync()
    {
        bridge = await WebhookCatcher.Start();
        twilio = await TwilioServer.Start();
        twilio.ConnectNumber(TwilioClient.Number, TwilioClient.Account, bridge.Url);
        client = new TwilioClient(twilio);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await twilio.DisposeAsync();
        await bridge.DisposeAsync();
    }

    [Fact]
    public async Task An_inbound_text_arrives_signed_with_all_its_fields()
    {
        var delivery = await twilio.Text(TwilioClient.Customer, TwilioClient.Number, "Hi & “bye” + 👍");

        var webhook = bridge.Caught.All().ShouldHaveSingleItem();
        webhook.IsSignedWith(TwilioClient.Token).ShouldBeTrue();
        webhook["MessageSid"].ShouldBe(delivery.MessageSid);
        webhook["SmsSid"].ShouldBe(delivery.MessageSid);
        webhook["Body"].ShouldBe("Hi & “bye” + 👍");
        webhook["FromCity"].ShouldBe("SAN FRANCISCO");
        webhook["NumMedia"].ShouldBe("0");
        webhook["AccountSid"].ShouldBe(TwilioClient.Account);
        (delivery.Status, delivery.Body, delivery.ContentType).ShouldBe((200, "<Response/>", "text/xml"));
    }

    [Fact]
    public async Task A_wrong_signature_a_missing_one_and_changed_fields_can_be_asked_for()
    {
        await Text("a", new InboundOptions { WrongSignature = true });
        await Text("b", new InboundOptions { NoSignature = true });
        await Text(
            "c",
            new InboundOptions
            {
                Fields = new Dictionary<string, string?> { ["FromCity"] = null, ["AccountSid"] = "AC1" },
            }
        );

        var caught = bridge.Caught.All();
        caught[0].IsSignedWith(TwilioClient.Token).ShouldBeFalse();
        caught[1].Signature.ShouldBeNull();
        caught[2].IsSignedWith(TwilioClient.Token).ShouldBeTrue();
        caught[2]["AccountSid"].ShouldBe("AC1");
        caught[2].Fields.ShouldNotContain(f => f.Key == "FromCity");
    }

    [Fact]
    public async Task One_text_can_be_delivered_many_times_at_once()
    {
        var delivery = await Text("again", new InboundOptions { Repeat = 5, Parallel = true });

        delivery.All.Count.ShouldBe(5);
        bridge.Caught.Of(delivery.MessageSid).Count.ShouldBe(5);
        twilio.Store.Received.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_failed_webhook_is_retried_as_its_fragment_says_with_one_idempotency_token()
    {
        bridge.Answers.Enqueue((503, "text/plain", ""));
        bridge.Answers.Enqueue((503, "text/plain", ""));

        var delivery = await Text("hello", new InboundOptions { Urls = [bridge.Url + "#rc=3&rp=5xx"] });

        (delivery.Status, delivery.All[0].Attempts).ShouldBe((200, 3));
        bridge.Caught.All().Select(w => w.IdempotencyToken).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_bare_OK_reaches_the_customer_as_on_Twilio()
    {
        bridge.Answers.Enqueue((200, "text/plain", "OK"));
        await Text("hello");
        twilio.Store.Replies.All().ShouldHaveSingleItem().Body.ShouldBe("OK");
    }

    [Fact]
    public async Task An_unreachable_webhook_is_told()
    {
        var delivery = await Text("hello", new InboundOptions { Urls = ["http://127.0.0.1:9/nobody"] });
        delivery.Status.ShouldBe(0);
        delivery.Error.ShouldNotBeNullOrEmpty();
        delivery.All[0].Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task Stop_blocks_the_pair_until_start_and_is_still_forwarded()
    {
        await Text("Stop");
        var (status, error) = await client.Create();
        await Text("START");

        status.ShouldBe(HttpStatusCode.BadRequest);
        error.GetProperty("code").GetInt32().ShouldBe(21610);
        (await client.Create()).Status.ShouldBe(HttpStatusCode.Created);
        bridge.Caught.All().Select(w => w["Body"]).ShouldBe(["Stop", "START"]);
    }

    [Fact]
    public async Task Status_callbacks_come_in_order_and_signed()
    {
        var (_, created) = await client.Create("Hello", ("StatusCallback", bridge.Url));
        await twilio.Callbacks.Settled(Soon);

        var callbacks = bridge.Caught.Of(created.GetProperty("sid").GetString()!);
        callbacks.Select(c => c["MessageStatus"]).ShouldBe(["sent", "delivered"]);
        callbacks.ShouldAllBe(c => c.IsSignedWith(TwilioClient.Token));
    }

    [Fact]
    public async Task Status_callbacks_can_be_reordered_duplicated_and_early()
    {
        twilio.Callbacks.Plan = new CallbackPlan
        {
            Mode = CallbackMode.BeforeAnswer,
            ReorderRate = 1,
            DuplicateRate = 1,
            Sending = true,
        };

        var (_, created) = await client.Create("Hello", ("StatusCallback", bridge.Url));

        bridge
            .Caught.Of(created.GetProperty("sid").GetString()!)
            .Select(c => c["MessageStatus"])
            .ShouldBe(["delivered", "delivered", "sent", "sent", "sending", "sending"]);
        created.GetProperty("status").GetString().ShouldBe("queued");
    }

    [Fact]
    public async Task A_message_can_end_undelivered_with_its_code()
    {
        twilio.Callbacks.Outcomes.Next(1, MessageStatus.Undelivered, 30003, TwilioClient.Customer);

        var (_, created) = await client.Create("Hello", ("StatusCallback", bridge.Url));
        await twilio.Callbacks.Settled(Soon);

        var last = bridge.Caught.Of(created.GetProperty("sid").GetString()!)[^1];
        (last["MessageStatus"], last["ErrorCode"]).ShouldBe(("undelivered", "30003"));
    }

    [Fact]
    public async Task Off_means_no_callback_at_all()
    {
        twilio.Callbacks.Plan = new CallbackPlan { Mode = CallbackMode.Off };
        await client.Create("Hello", ("StatusCallback", bridge.Url));
        await twilio.Callbacks.Settled(Soon);
        bridge.Caught.Count.ShouldBe(0);
        twilio.Sent[0].Status.ShouldBe(MessageStatus.Delivered);
    }

    private Task<InboundDelivery> Text(string body, InboundOptions? options = null) =>
        twilio.Text(TwilioClient.Customer, TwilioClient.Number, body, options);
}
