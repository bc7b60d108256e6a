using SmsBridge.Numbers;
using SmsBridge.Privacy;
using SmsBridge.Threads.Consent;

namespace SmsBridge.Tests.Privacy;

public sealed class OptionsTests
{
    [Fact]
    public void Left_out_everything_is_kept_and_there_is_no_secret()
    {
        var retention = new RetentionOptions();

        (retention.Messages, retention.Transcripts, retention.Payloads).ShouldBe((null, null, null));
        retention.Every.ShouldBe(TimeSpan.FromMinutes(5));
        retention.BatchSize.ShouldBe(500);
        new PrivacyOptions().HashKeys.ShouldBeEmpty();
        RetentionAges
            .Of(
                new()
                {
                    Number = "+1",
                    TwilioAccount = "a",
                    Agent = "b",
                },
                retention
            )
            .KeepsAll.ShouldBeTrue();
        new RetentionOptionsValidator().Validate(null, retention).Succeeded.ShouldBeTrue();
        new PrivacyOptionsValidator().Validate(null, new()).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public void Mistakes_are_told_with_key_and_remedy_all_at_once()
    {
        var failed = new RetentionOptionsValidator().Validate(
            null,
            new()
            {
                Messages = TimeSpan.FromDays(-1),
                Payloads = TimeSpan.FromTicks(-1),
                Every = TimeSpan.Zero,
                BatchSize = 0,
            }
        );

        failed.Failures.ShouldBe([
            "Retention:Messages is negative. Write days and hours, for example 90.00:00:00, or leave it out to keep everything.",
            "Retention:Payloads is negative. Write days and hours, for example 90.00:00:00, or leave it out to keep everything.",
            "Retention:Every must be from 00:00:01 to 1.00:00:00.",
            "Retention:BatchSize must be from 1 to 10000.",
        ]);
    }

    [Fact]
    public void Secrets_are_long_and_differ()
    {
        var (good, validator) = (new string('a', 32), new PrivacyOptionsValidator());

        validator.Validate(null, new() { HashKeys = [good] }).Succeeded.ShouldBeTrue();
        validator
            .Validate(null, new() { HashKeys = [good, "short", good] })
            .Failures.ShouldBe([
                "Privacy:HashKeys:1 is shorter than 32 characters. Make one with: openssl rand -hex 32",
                "Privacy:HashKeys has the same key twice. Leave one of them out.",
            ]);
    }

    [Fact]
    public void A_number_goes_before_the_settings_and_zero_keeps_for_good()
    {
        var settings = new RetentionOptions { Messages = TimeSpan.FromDays(90), Payloads = TimeSpan.FromDays(30) };
        var number = new NumberDocument
        {
            Number = "+14155550199",
            TwilioAccount = "a",
            Agent = "b",
            Retention = new() { Messages = TimeSpan.Zero, Transcripts = TimeSpan.FromDays(10) },
        };

        var ages = RetentionAges.Of(number, settings);

        ages.ShouldBe(new RetentionAges(null, TimeSpan.FromDays(10), TimeSpan.FromDays(30)));
        ages.Events.ShouldBe(TimeSpan.FromDays(10), "the event holds both");
        RetentionAges.Of(null, settings).Messages.ShouldBe(TimeSpan.FromDays(90));
        new RetentionAges(null, null, TimeSpan.FromDays(1)).Events.ShouldBe(TimeSpan.FromDays(1));
        new RetentionAges(null, TimeSpan.FromDays(2), null).Events.ShouldBe(TimeSpan.FromDays(2));
    }
}
