using Microsoft.Extensions.Time.Testing;
using SmsBridge.Work;

namespace SmsBridge.Tests.Work;

public sealed class TransportTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("7", 7.0)]
    [InlineData("0", 0.0)]
    [InlineData("Sun, 01 Nov 2026 12:00:30 GMT", 30.0)]
    [InlineData("Sun, 01 Nov 2026 12:00:00 GMT", 0.0)]
    [InlineData("Sun, 01 Nov 2026 11:00:00 GMT", 0.0)]
    [InlineData("soon", null)]
    [InlineData("-5", null)]
    [InlineData(null, null)]
    public void Retry_After_is_read_in_seconds_and_as_a_date(string? header, double? seconds)
    {
        using var response = new HttpResponseMessage();
        if (header is not null)
        {
            response.Headers.TryAddWithoutValidation("Retry-After", header);
        }

        var after = Transport.RetryAfter(response.Headers, new FakeTimeProvider(Noon));
        after?.TotalSeconds.ShouldBe(seconds!.Value);
        (after is null).ShouldBe(seconds is null);
    }

    [Fact]
    public void What_breaks_off_while_an_answer_is_read_says_why()
    {
        Transport
            .Read("Twilio", new HttpIOException(HttpRequestError.ConfigurationLimitExceeded), out var never)
            .ShouldBe(new Failure(FailureCategory.UnknownOutcome, "Twilio answered with more than the bridge reads"));
        never.ShouldBeFalse();
        Transport.Read("Twilio", new IOException("reset"), out _).Reason.ShouldBe("Twilio broke the connection off");
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, true)]
    [InlineData(HttpRequestError.NameResolutionError, true)]
    [InlineData(HttpRequestError.SecureConnectionError, true)]
    [InlineData(HttpRequestError.ProxyTunnelError, true)]
    [InlineData(HttpRequestError.ResponseEnded, false)]
    [InlineData(HttpRequestError.InvalidResponse, false)]
    [InlineData(HttpRequestError.HttpProtocolError, false)]
    [InlineData(HttpRequestError.Unknown, false)]
    public void Only_a_request_that_never_arrived_is_safe_to_repeat(HttpRequestError error, bool neverArrived)
    {
        var failure = Transport.Read("Twilio", new HttpRequestException(error, "to +14155550101"), out var never);
        never.ShouldBe(neverArrived);
        failure.Category.ShouldBe(neverArrived ? FailureCategory.Transient : FailureCategory.UnknownOutcome);
        failure.Reason.ShouldBe(neverArrived ? $"Twilio cannot be reached ({error})" : "Twilio broke the connection off");
    }
}
