using System.Net;
using SmsBridge.Twilio;
using SmsBridge.Work;

namespace SmsBridge.Tests.Twilio;

public sealed class TwilioErrorsTests
{
    [Theory]
    [InlineData(401, 20003, nameof(FailureCategory.Credentials), "the credentials are wrong or the account is suspended")]
    [InlineData(404, 20404, nameof(FailureCategory.Rejected), "no such resource in this account")]
    [InlineData(429, 20429, nameof(FailureCategory.RateLimited), "too many requests at once")]
    [InlineData(500, 20500, nameof(FailureCategory.UnknownOutcome), null)]
    [InlineData(400, 21211, nameof(FailureCategory.Rejected), "the recipient is no valid number")]
    [InlineData(400, 21212, nameof(FailureCategory.Rejected), "the sender is no valid number")]
    [InlineData(400, 21265, nameof(FailureCategory.Rejected), "the recipient is a short code")]
    [InlineData(400, 21266, nameof(FailureCategory.Rejected), "sender and recipient are the same")]
    [InlineData(400, 21408, nameof(FailureCategory.Rejected), "the destination's region is not enabled in the geo permissions")]
    [InlineData(400, 21602, nameof(FailureCategory.Rejected), "the text is empty")]
    [InlineData(400, 21603, nameof(FailureCategory.Rejected), "the sender is missing")]
    [InlineData(400, 21604, nameof(FailureCategory.Rejected), "the recipient is missing")]
    [InlineData(400, 21606, nameof(FailureCategory.Rejected), "the sender cannot text this destination")]
    [InlineData(400, 21608, nameof(FailureCategory.Rejected), "a trial account texts verified numbers only")]
    [InlineData(400, 21609, nameof(FailureCategory.Rejected), "the status callback URL is not valid: check Public:BaseUrl")]
    [InlineData(400, 21610, nameof(FailureCategory.OptedOut), "the recipient has opted out")]
    [InlineData(400, 21611, nameof(FailureCategory.RateLimited), "the sender's queue is full")]
    [InlineData(400, 21612, nameof(FailureCategory.Rejected), "this pair of numbers cannot be routed")]
    [InlineData(400, 21614, nameof(FailureCategory.Rejected), "the recipient is no mobile number")]
    [InlineData(400, 21617, nameof(FailureCategory.Rejected), "the text has more than 1,600 characters")]
    [InlineData(400, 21619, nameof(FailureCategory.Rejected), "the message has no content")]
    [InlineData(400, 21620, nameof(FailureCategory.Rejected), null)]
    [InlineData(400, 21621, nameof(FailureCategory.Rejected), null)]
    [InlineData(400, 21635, nameof(FailureCategory.Rejected), "the recipient is a landline")]
    [InlineData(400, 21660, nameof(FailureCategory.Rejected), "the sender belongs to another account")]
    [InlineData(400, 21661, nameof(FailureCategory.Rejected), "the sender cannot send texts")]
    [InlineData(400, 21703, nameof(FailureCategory.Rejected), "the Messaging Service has no sender for this message")]
    [InlineData(400, 21704, nameof(FailureCategory.Rejected), "the Messaging Service has no senders")]
    [InlineData(400, 30001, nameof(FailureCategory.RateLimited), "the sender's queue overflowed")]
    [InlineData(400, 30022, nameof(FailureCategory.RateLimited), "the campaign's rate was exceeded")]
    [InlineData(400, 99999, nameof(FailureCategory.Rejected), null)]
    public void Every_code_of_create_has_a_category_and_words(int status, int code, string category, string? meaning)
    {
        var body =
            $$"""{"code":{{code}},"message":"The 'To' number +14155550101 is wrong","more_info":"https://t/{{code}}","status":{{status}}}""";
        var failure = TwilioErrors.Read((HttpStatusCode)status, body, null);
        failure.Category.ToString().ShouldBe(category);
        failure.Code.ShouldBe($"{code}");
        failure.Reason.ShouldBe($"Twilio answered {status} {code}{(meaning is null ? "" : $": {meaning}")}");
    }

    [Theory]
    [InlineData(400, nameof(FailureCategory.Rejected))]
    [InlineData(401, nameof(FailureCategory.Credentials))]
    [InlineData(403, nameof(FailureCategory.Credentials))]
    [InlineData(404, nameof(FailureCategory.Rejected))]
    [InlineData(408, nameof(FailureCategory.UnknownOutcome))]
    [InlineData(429, nameof(FailureCategory.RateLimited))]
    [InlineData(500, nameof(FailureCategory.UnknownOutcome))]
    [InlineData(502, nameof(FailureCategory.UnknownOutcome))]
    [InlineData(503, nameof(FailureCategory.UnknownOutcome))]
    [InlineData(504, nameof(FailureCategory.UnknownOutcome))]
    public void Without_a_readable_code_the_status_decides(int status, string category)
    {
        foreach (
            var body in (string[])
                ["", "<html>+14155550101</html>", "{}", "[]", "null", "\"x\"", "{\"code\":", """{"code":"x"}""", """{"code":1.5}"""]
        )
        {
            var failure = TwilioErrors.Read((HttpStatusCode)status, body, null);
            failure.Category.ToString().ShouldBe(category, body);
            failure.Code.ShouldBeNull(body);
            failure.Reason.ShouldBe($"Twilio answered {status}", body);
        }
    }

    [Theory]
    [InlineData(300)]
    [InlineData(304)]
    [InlineData(308)]
    public void A_redirect_names_the_address_to_correct(int status) =>
        TwilioErrors
            .Read((HttpStatusCode)status, "<html>", TimeSpan.FromSeconds(1))
            .ShouldBe(
                new Failure(FailureCategory.Rejected, $"Twilio answered {status}: redirects are not followed, correct Twilio:ApiUrl")
            );

    [Fact]
    public void No_reason_repeats_a_phone_number_or_a_text()
    {
        foreach (var code in Enumerable.Range(20000, 12000))
        {
            var body = $$"""{"code":{{code}},"message":"+14155550101 wrote: my pin is secret"}""";
            var reason = TwilioErrors.Read(HttpStatusCode.BadRequest, body, null).Reason;
            reason.ShouldNotContain("4155550101");
            reason.ShouldNotContain("secret");
        }
    }

    [Theory]
    [InlineData(429, 20429, null, null)]
    [InlineData(429, 20429, 3, 3)]
    [InlineData(400, 21611, null, 60)]
    [InlineData(400, 21611, 7, 7)]
    public void A_full_queue_waits_a_minute_unless_Twilio_says_how_long(int status, int code, int? asked, int? waits)
    {
        var after = asked is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        var failure = TwilioErrors.Read((HttpStatusCode)status, $$"""{"code":{{code}}}""", after);
        failure.RetryAfter?.TotalSeconds.ShouldBe(waits!.Value);
        (failure.RetryAfter is null).ShouldBe(waits is null);
    }
}
