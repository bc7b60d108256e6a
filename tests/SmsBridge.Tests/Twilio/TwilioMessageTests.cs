using SmsBridge.Twilio;
using Twilio.Exceptions;
using Twilio.Rest.Api.V2010.Account;

namespace SmsBridge.Tests.Twilio;

public sealed class TwilioMessageTests
{
    [Fact]
    public void A_created_message_is_read()
    {
        var message = Read(
            """
            {"sid":"SM1","status":"accepted","body":"hi","messaging_service_sid":"MG1","error_code":null,"price":null,
             "date_created":"Thu, 24 Aug 2023 05:01:45 +0000","num_segments":"1","new_member":{}}
            """
        );
        message.ShouldBe(new TwilioMessage("SM1", "accepted", "hi", "MG1", null, new DateTimeOffset(2023, 8, 24, 5, 1, 45, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData("\"Thu, 24 Aug 2023 05:01:45 +0000\"", "2023-08-24T05:01:45Z")]
    [InlineData("\"Sun, 01 Nov 2026 23:59:59 +0000\"", "2026-11-01T23:59:59Z")]
    [InlineData("\"Sun, 01 Nov 2026 23:59:59 -0700\"", "2026-11-02T06:59:59Z")]
    [InlineData("\"2026-11-01T23:59:59Z\"", "2026-11-01T23:59:59Z")]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    public void Dates_are_those_of_RFC_2822(string date, string? utc)
    {
        var message = Read($$"""{"sid":"SM1","date_created":{{date}}}""").ShouldNotBeNull();
        message.CreatedAt?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ").ShouldBe(utc);
        (message.CreatedAt is null).ShouldBe(utc is null);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"sid":""}""")]
    [InlineData("""{"sid":null}""")]
    [InlineData("")]
    [InlineData("null")]
    public void What_has_no_sid_is_no_message(string json) => Read(json).ShouldBeNull();

    [Theory]
    [InlineData("""{"sid":"SM1","date_created":12}""")]
    [InlineData("""{"sid":"SM1","date_created":"the other day"}""")]
    [InlineData("""{"sid":{}}""")]
    [InlineData("[]")]
    [InlineData("<html>")]
    public void What_is_of_another_form_is_refused_with_the_exception_that_the_transport_expects(string json) =>
        Should.Throw<ApiException>(() => Read(json));

    [Fact]
    public void A_status_that_is_new_is_kept_as_a_word() => Read("""{"sid":"SM1","status":"brand-new"}""")!.Status.ShouldBe("brand-new");

    [Fact]
    public void An_error_code_is_kept() => Read("""{"sid":"SM1","status":"failed","error_code":30007}""")!.ErrorCode.ShouldBe(30007);

    [Fact]
    public void A_message_without_a_status_is_queued() => Read("""{"sid":"SM1"}""")!.Status.ShouldBe("queued");

    private static TwilioMessage? Read(string json) => TwilioMessage.Of(MessageResource.FromJson(json));
}
