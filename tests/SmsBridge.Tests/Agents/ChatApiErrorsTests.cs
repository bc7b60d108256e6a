using System.Net;
using SmsBridge.Agents.ChatApi;
using SmsBridge.Work;

namespace SmsBridge.Tests.Agents;

public sealed class ChatApiErrorsTests
{
    private const string Gone = nameof(FailureCategory.ConversationGone);
    private const string Rejected = nameof(FailureCategory.Rejected);
    private const string Credentials = nameof(FailureCategory.Credentials);
    private const string Transient = nameof(FailureCategory.Transient);
    private const string RateLimited = nameof(FailureCategory.RateLimited);
    private const string Unknown = nameof(FailureCategory.UnknownOutcome);

    /// <summary>Every documented answer: what it means on create, on respond and on close.</summary>
    [Theory]
    [InlineData(400, "CHAT_TIMEOUT", Rejected, Gone, Gone)]
    [InlineData(400, "4002", Rejected, Gone, Gone)]
    [InlineData(410, "ChatConversationEnded", Rejected, Gone, Gone)]
    [InlineData(404, "CONVERSATIONS_NOT_FOUND", Rejected, Gone, Gone)]
    [InlineData(404, "5001", Rejected, Gone, Gone)]
    [InlineData(400, "CHAT_DRAFT_NOT_EXIST", Rejected, Rejected, Rejected)]
    [InlineData(400, "4001", Rejected, Rejected, Rejected)]
    [InlineData(400, "SCHEMA_VALIDATION_FAILED", Rejected, Rejected, Rejected)]
    [InlineData(400, "SOMETHING_NEW", Rejected, Rejected, Rejected)]
    [InlineData(422, "SOMETHING_NEW", Rejected, Rejected, Rejected)]
    [InlineData(401, "AUTH_USER_INVALID_TOKEN", Credentials, Credentials, Credentials)]
    [InlineData(403, "AUTH_USER_INVALID_TOKEN", Credentials, Credentials, Credentials)]
    [InlineData(408, "REQUEST_TIMEOUT", Transient, Transient, Transient)]
    [InlineData(425, "TOO_EARLY", Transient, Transient, Transient)]
    [InlineData(429, "RATE_LIMITED", RateLimited, RateLimited, RateLimited)]
    [InlineData(500, "CHAT_DRAFT_DEPLOYMENT_FAILED", Transient, Transient, Transient)]
    [InlineData(502, "BAD_GATEWAY", Transient, Transient, Transient)]
    [InlineData(503, "UNAVAILABLE", Transient, Transient, Transient)]
    [InlineData(504, "GATEWAY_TIMEOUT", Transient, Unknown, Transient)]
    [InlineData(521, "ORIGIN_DOWN", Transient, Transient, Transient)]
    public void Each_code_means_the_same_in_both_envelopes(int status, string code, string create, string respond, string close)
    {
        var raw = int.TryParse(code, out _) ? code : $"\"{code}\"";
        string[] envelopes =
        [
            $$"""{"success":false,"error":"text","error_id":"corr-1","error_code":"{{code}}","error_message":"text","data":null}""",
            $$$"""{"error":{"code":"{{{code}}}","id":"err-1","message":"text","correlation_id":"corr-1"}}""",
            $$$"""  {"error":{"correlation_id":"corr-1","code":{{{raw}}} }}""",
        ];
        foreach (var body in envelopes)
        {
            foreach (var (operation, category) in Each(create, respond, close))
            {
                var failure = ChatApiErrors.Read(operation, (HttpStatusCode)status, body, null, correlationId: null);
                failure.Category.ToString().ShouldBe(category, $"{operation} {body}");
                failure.Code.ShouldBe(code);
                failure.CorrelationId.ShouldBe("corr-1");
                failure.Reason.ShouldBe($"Chat API {operation.ToString().ToLowerInvariant()} answered {status} {code}");
            }
        }
    }

    [Theory]
    [InlineData(400, Rejected, Rejected, Rejected)]
    [InlineData(401, Credentials, Credentials, Credentials)]
    [InlineData(403, Credentials, Credentials, Credentials)]
    [InlineData(404, Rejected, Gone, Gone)]
    [InlineData(408, Transient, Transient, Transient)]
    [InlineData(410, Rejected, Gone, Gone)]
    [InlineData(429, RateLimited, RateLimited, RateLimited)]
    [InlineData(500, Transient, Transient, Transient)]
    [InlineData(502, Transient, Transient, Transient)]
    [InlineData(503, Transient, Transient, Transient)]
    [InlineData(504, Transient, Unknown, Transient)]
    public void Without_an_envelope_the_status_decides(int status, string create, string respond, string close)
    {
        string[] bodies =
        [
            "",
            "   ",
            "<html><body>Bad gateway CHAT_TIMEOUT</body></html>",
            "[]",
            "null",
            "{",
            "{}",
            """{"error":"text"}""",
            """{"error":null}""",
            """{"error":[]}""",
            """{"error":{}}""",
            """{"error_code":null}""",
            """{"error_code":{"a":1}}""",
        ];
        foreach (var body in bodies)
        {
            foreach (var (operation, category) in Each(create, respond, close))
            {
                var failure = ChatApiErrors.Read(operation, (HttpStatusCode)status, body, null, "from-header");
                failure.Category.ToString().ShouldBe(category, $"{operation} {body}");
                failure.Code.ShouldBeNull(body);
                failure.CorrelationId.ShouldBe("from-header");
                failure.Reason.ShouldBe($"Chat API {operation.ToString().ToLowerInvariant()} answered {status}");
            }
        }
    }

    [Fact]
    public void The_header_tells_the_correlation_id_better_than_the_body() =>
        ChatApiErrors
            .Read(ChatOperation.Respond, HttpStatusCode.BadRequest, """{"error_code":"X","error_id":"body"}""", null, "header")
            .CorrelationId.ShouldBe("header");

    [Fact]
    public void The_old_envelopes_own_id_serves_where_it_has_no_correlation_id() =>
        ChatApiErrors
            .Read(ChatOperation.Respond, HttpStatusCode.BadRequest, """{"error":{"code":"X","id":"err-1"}}""", null, null)
            .CorrelationId.ShouldBe("err-1");

    [Fact]
    public void How_long_to_wait_is_passed_on() =>
        ChatApiErrors
            .Read(ChatOperation.Respond, HttpStatusCode.TooManyRequests, "", TimeSpan.FromSeconds(7), null)
            .RetryAfter.ShouldBe(TimeSpan.FromSeconds(7));

    [Fact]
    public void No_reason_repeats_the_words_of_the_body() =>
        ChatApiErrors
            .Read(ChatOperation.Respond, HttpStatusCode.BadRequest, """{"error_code":"X","error_message":"my pin is 1234"}""", null, null)
            .Reason.ShouldNotContain("1234");

    private static (ChatOperation, string)[] Each(string create, string respond, string close) =>
        [(ChatOperation.Create, create), (ChatOperation.Respond, respond), (ChatOperation.Close, close)];
}
