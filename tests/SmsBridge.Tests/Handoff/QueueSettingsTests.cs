using Microsoft.Extensions.Configuration;
using SmsBridge.Queues;

namespace SmsBridge.Tests.Handoff;

public sealed class QueueSettingsTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public void Left_out_settings_have_these_values()
    {
        new PostgresSettings().MaxDeliveries.ShouldBe(100);
        new WebhookSettings().Timeout.ShouldBe(TimeSpan.FromSeconds(15));
        var rabbit = new RabbitMqSettings();
        (rabbit.Exchange, rabbit.DeclareTopology).ShouldBe(("smsbridge.handoffs", true));
        (rabbit.ConnectTimeout, rabbit.ConfirmTimeout).ShouldBe((TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Usable_settings_have_no_mistakes()
    {
        Of(
                new WebhookSettings
                {
                    Url = "https://desk.example/events?tenant=7",
                    Secret = Secret,
                    PreviousSecret = Secret,
                }
            )
            .ShouldBeEmpty();
        Of(new RabbitMqSettings { Uri = "amqp://bridge:p%40ss@broker:5672/vhost" }).ShouldBeEmpty();
        Of(new RabbitMqSettings { Uri = "amqps://broker" }).ShouldBeEmpty();
        Of(new PostgresSettings { MaxDeliveries = 0 }).ShouldBeEmpty();
    }

    [Fact]
    public void Each_mistake_of_a_webhook_names_its_key_and_its_remedy()
    {
        Of(new WebhookSettings { Timeout = TimeSpan.Zero, PreviousSecret = "old" })
            .ShouldBe([
                "Queues:q:Url is missing. Write the https address to which events are posted.",
                "Queues:q:Secret is missing. Make one: echo whsec_$(openssl rand -base64 32)",
                "Queues:q:PreviousSecret must be whsec_ and 24 to 64 bytes in base64. Leave it out unless the secret is being replaced.",
                "Queues:q:Timeout must be above zero, for example 00:00:15.",
            ]);
        Of(new WebhookSettings { Url = "ftp://desk", Secret = "whsec_c2hvcnQ=" })
            .ShouldBe([
                "Queues:q:Url is no http(s) URL. Write the https address to which events are posted.",
                "Queues:q:Secret must be whsec_ and 24 to 64 bytes in base64. Make one: echo whsec_$(openssl rand -base64 32)",
            ]);
        Of(new WebhookSettings { Url = "https://user:pass@desk", Secret = Secret }).ShouldHaveSingleItem().ShouldNotContain("pass@");
    }

    [Theory]
    [InlineData("http://broker")]
    [InlineData("broker:5672")]
    [InlineData("amqp://bridge:hunter2@broker/a/b")]
    public void An_address_that_is_none_of_a_broker_is_not_repeated(string uri)
    {
        var mistake = Of(new RabbitMqSettings { Uri = uri }).ShouldHaveSingleItem();
        mistake.ShouldStartWith("Queues:q:Uri is no AMQP address.");
        mistake.ShouldNotContain("hunter2");
    }

    [Fact]
    public void Each_mistake_of_a_broker_names_its_key_and_its_remedy()
    {
        Of(new RabbitMqSettings { Exchange = "", ConfirmTimeout = TimeSpan.Zero })
            .ShouldBe([
                "Queues:q:Uri is missing. Write amqp://user:password@host:5672/vhost, or amqps for TLS.",
                "Queues:q:Exchange is empty. Name a topic exchange, or leave it out for smsbridge.handoffs.",
                "Queues:q:ConfirmTimeout must be above zero, for example 00:00:10.",
            ]);
        var twins = new RabbitMqSettings { Uri = "amqp://broker" };
        twins
            .Mistakes("Queues:desk.eu", ["desk", "desk.eu"])
            .ShouldBe(["Queues:desk.eu: queue 'desk' is bound to 'desk.#' and would get its events too. Rename one of them."]);
        twins.Mistakes("Queues:desk", ["desk", "desk.eu", "desk2"]).ShouldBeEmpty();
        Of(new PostgresSettings { MaxDeliveries = -1 })
            .ShouldBe(["Queues:q:MaxDeliveries is -1. Set it to 1 or more, or to 0 for no limit."]);
    }

    [Fact]
    public void All_queues_are_checked_by_their_kind_their_name_and_their_events()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Queues:hook:Timeout"] = "soon" })
            .Build();
        var queues = new QueuesOptions
        {
            ["two words"] = new() { Type = "postgres" },
            ["hook"] = new() { Type = "webhook" },
            ["bird"] = new() { Type = "pigeon" },
            ["desk"] = new() { Type = "postgres", Events = ["message", "smsbridge.handoff.delivery.v1", "*", "letter"] },
        };
        QueueKind[] kinds =
        [
            QueueKind.Of<PostgresSettings>("postgres", (_, _) => throw new InvalidOperationException()),
            QueueKind.Of<WebhookSettings>("webhook", (_, _) => throw new InvalidOperationException()),
        ];

        var failures = new QueuesOptionsValidator(kinds, configuration).Validate(null, queues).Failures!.ToList();

        failures.Count.ShouldBe(4);
        failures[0].ShouldStartWith("Queues:two words: a queue's name has letters, digits, '-', '_' and '.' only");
        failures[1].ShouldContain("Queues:hook:Timeout");
        failures[2].ShouldBe("Queues:bird:Type is 'pigeon'. Known types: postgres, webhook.");
        failures[3]
            .ShouldBe(
                "Queues:desk:Events has 'letter', which is no type of event. Known: requested, message, released, expired, accepted, delivery, or * for all."
            );
    }

    private static List<string> Of(IQueueSettings settings) => settings.Mistakes("Queues:q", ["q"]).ToList();
}
