using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SmsBridge.Agents;
using SmsBridge.Tests.Hosting;
using SmsBridge.Tests.Work;
using SmsBridge.Twilio;
using SmsBridge.Work;

namespace SmsBridge.Tests.Agents;

/// <summary>
/// Answers of the Chat API and of Twilio that nobody would give: each ends in a value or a failure with a category, and in nothing that cannot be stored.
/// </summary>
public sealed class AnswerFuzzTests
{
    private const int Rounds = 600;

    private static readonly int[] Statuses =
    [
        200,
        200,
        200,
        201,
        204,
        301,
        307,
        400,
        401,
        404,
        408,
        409,
        410,
        429,
        451,
        500,
        502,
        503,
        504,
        599,
    ];

    private static readonly string[] Types =
    [
        "application/json",
        "application/json; charset=utf8",
        "text/html",
        "text/plain; charset=klingon",
        "x",
    ];

    private static readonly string[] Names =
    [
        "conversation_id",
        "response",
        "end_conversation",
        "handoff",
        "error_code",
        "error_id",
        "error",
        "code",
        "sid",
        "status",
        "body",
        "messages",
        "next_page_uri",
        "error_message",
        "date_created",
        "x",
    ];

    private static readonly string[] Words =
    [
        "",
        "ok",
        "SM1",
        "CONV-1",
        "\\u0000",
        "\\ud83d",
        "CHAT_TIMEOUT",
        "21610",
        "queued",
        "<s><s></s></s>",
        "Thu, 01 Jan 1970 00:00:00 +0000",
        "not a date",
        new('x', 3000),
    ];

    [Fact]
    [Trait("Category", Fuzzing.Category)]
    public async Task Every_answer_ends_in_a_value_or_in_a_failure_with_a_category()
    {
        (int Status, string Type, string Body) next = (200, "", "");
        await using var server = await WireServer.Start(context =>
        {
            context.Response.StatusCode = next.Status;
            context.Response.Headers.ContentType = next.Type;
            return next.Status == 204 ? Task.CompletedTask : context.Response.WriteAsync(next.Body);
        });
        await using var services = Services(server.Url);
        var agent = services.GetRequiredService<AgentRegistry>().Find("support")!;
        var rest = services.GetRequiredService<TwilioRest>();
        var outcomes = new Dictionary<string, int>(StringComparer.Ordinal);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        async Task Check(Random random)
        {
            next = (Pick(random, Statuses), Pick(random, Types), Body(random));
            var told = $"{next.Status} {next.Type} {next.Body[..Math.Min(300, next.Body.Length)]}";
            // The circuit of the agent's calls opens after failures in a row: it is asked behind it, as its errors are read.
            var opened = await agent.Open(
                new OpenRequest(null, new Dictionary<string, System.Text.Json.JsonElement>(), "sms", null),
                TestLease.Term,
                default
            );
            if (opened.Value is { } session)
            {
                ProviderWords.IsId(session.Id).ShouldBeTrue(told);
                session.Greeting.ShouldNotContain('\0', told);
            }

            Sound(opened.Failure, told);
            var answer = await agent.Ask("C", new AgentMessage(Guid.Empty, "hi", null), TestLease.Term, default);
            (answer.Value is null).ShouldBe(answer.Failure is not null, told);
            answer.Value?.Text.ShouldNotContain('\0', told);
            Sound(answer.Failure, told);
            var sent = await rest.Call(
                new TwilioAccount("main", "AC1", ["t"], "Basic x"),
                async client =>
                    TwilioMessage.Of(
                        await global::Twilio.Rest.Api.V2010.Account.MessageResource.CreateAsync(
                            new OutgoingText("+14155550199", "+14155550101", "hi", null, new Uri("http://x.example/s")).ToOptions(),
                            client
                        )
                    ),
                "answer to create",
                FailureCategory.UnknownOutcome,
                default
            );
            (sent.Value is null).ShouldBe(sent.Failure is not null, told);
            if (sent.Value is { } message)
            {
                ProviderWords.IsId(message.Sid).ShouldBeTrue(told);
            }

            Sound(sent.Failure, told);
            Sound(ChatErrors(next.Status, next.Body), told);
            foreach (
                var outcome in new[] { answer.Failure?.Category.ToString() ?? "answered", sent.Failure?.Category.ToString() ?? "sent" }
            )
            {
                outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            }
        }

        Fuzzing.Run("answers", Rounds, random => Check(random).GetAwaiter().GetResult());

        outcomes.Count.ShouldBeGreaterThan(4, string.Join(", ", outcomes));
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(200_000_000);
    }

    private static Failure ChatErrors(int status, string body) =>
        SmsBridge.Agents.ChatApi.ChatApiErrors.Read(
            SmsBridge.Agents.ChatApi.ChatOperation.Respond,
            (HttpStatusCode)status,
            body,
            retryAfter: null,
            correlationId: null
        );

    private static void Sound(Failure? failure, string told)
    {
        if (failure is null)
        {
            return;
        }

        Enum.IsDefined(failure.Category).ShouldBeTrue(told);
        failure.Reason.Length.ShouldBeInRange(1, 400, told);
        failure.Reason.ShouldNotContain('\0', told);
        (failure.Code is null || ProviderWords.Code(failure.Code) is not null).ShouldBeTrue(told);
        (failure.CorrelationId is null || ProviderWords.IsId(failure.CorrelationId)).ShouldBeTrue(told);
    }

    private static string Body(Random random)
    {
        var json = new StringBuilder();
        Value(random, json, depth: 0);
        var text = json.ToString();
        return random.Next(6) switch
        {
            0 => text[..random.Next(text.Length + 1)],
            1 => $"<html>{text}</html>",
            2 => new string('[', random.Next(2000)) + text,
            _ => text,
        };
    }

    private static void Value(Random random, StringBuilder json, int depth)
    {
        switch (
            depth == 0
                ? random.Next(3) == 0
                    ? random.Next(7)
                    : 6
                : random.Next(depth > 5 ? 5 : 7)
        )
        {
            case 0:
                json.Append("null");
                break;
            case 1:
                json.Append(random.Next(2) == 0 ? "true" : "false");
                break;
            case 2:
                json.Append(Pick(random, ["0", "-1", "21610", "4002", "1e999", "99999999999999999999", "0.5"]));
                break;
            case 3 or 4:
                json.Append('"').Append(Pick(random, Words)).Append('"');
                break;
            case 5:
                json.Append('[');
                for (var i = random.Next(4); i > 0; i--)
                {
                    Value(random, json, depth + 1);
                    json.Append(i > 1 ? "," : "");
                }

                json.Append(']');
                break;
            default:
                json.Append('{');
                for (var i = random.Next(8); i > 0; i--)
                {
                    json.Append('"').Append(Pick(random, Names)).Append("\":");
                    Value(random, json, depth + 1);
                    json.Append(i > 1 ? "," : "");
                }

                json.Append('}');
                break;
        }
    }

    private static T Pick<T>(Random random, IReadOnlyList<T> all) => all[random.Next(all.Count)];

    private static ServiceProvider Services(string url)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Agents:support:BaseUrl"] = url,
            ["Agents:support:AccountId"] = "A",
            ["Agents:support:ProjectId"] = "P",
            ["Agents:support:ApiKey"] = "k",
            ["Agents:support:ConnectorToken"] = "t",
        };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return new ServiceCollection()
            .AddMetrics()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<RemoteMetrics>()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(Options.Create(new TwilioOptions { ApiUrl = url, Accounts = { ["main"] = new() { AccountSid = "AC1" } } }))
            .AddSingleton<TwilioRest>()
            .AddAgents(configuration)
            .BuildServiceProvider();
    }
}
