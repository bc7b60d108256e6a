using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using SmsBridge.Admin;
using SmsBridge.Hosting;
using SmsBridge.Numbers;
using HttpJson = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace SmsBridge.Tests.Admin;

public sealed class ProblemsTests
{
    private static readonly ServiceProvider Services = new ServiceCollection()
        .AddLogging()
        .AddOps(new ConfigurationBuilder().Build())
        .BuildServiceProvider();

    /// <summary>Bodies as callers get them wrong, and what they are told.</summary>
    [Theory]
    [InlineData("""{"number":"1","twilioAccount":"m","agent":"s","colour":1}""", "The member 'colour' is not known.")]
    [InlineData("""{"number":"1","twilioAccount":"m"}""", "Required members are missing: 'agent'.")]
    [InlineData("""{"number":"1"}""", "Required members are missing: 'twilioAccount', 'agent'.")]
    [InlineData("""{"number":"1","twilioAccount":"m","agent":5}""", "The JSON at $.agent has the wrong type.")]
    [InlineData("""{"number":"1","twilioAccount":"m","agent":"s","enabled":"yes"}""", "The JSON at $.enabled has the wrong type.")]
    [InlineData(
        """{"number":"1","twilioAccount":"m","agent":"s","idleTimeout":"1h"}""",
        "The JSON cannot be read at $.idleTimeout: A duration is written hh:mm:ss, for example \"00:15:00\"."
    )]
    [InlineData("""{"number":"1","twilioAccount":"m","agent":"s","handoff":{"wait":1}}""", "The member 'wait' is not known.")]
    public async Task A_body_that_cannot_be_read_is_400_and_names_the_member(string body, string detail)
    {
        var options = Services.GetRequiredService<IOptions<HttpJson>>().Value.SerializerOptions;
        var error = Should.Throw<JsonException>(() => JsonSerializer.Deserialize<NumberDocument>(body, options));
        var (status, told) = await Handle(new BadHttpRequestException("Failed to read parameter", 400, error));
        status.ShouldBe(400);
        told.ShouldBe(detail);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"number":null,"twilioAccount":"m","agent":"s"}""")]
    [InlineData("""{"number":"1","twilioAccount":"m","agent":"s","handoff":null}""")]
    public async Task No_answer_names_a_type_of_ours(string body)
    {
        var options = Services.GetRequiredService<IOptions<HttpJson>>().Value.SerializerOptions;
        var error = Should.Throw<JsonException>(() => JsonSerializer.Deserialize<NumberDocument>(body, options));
        var (status, told) = await Handle(new BadHttpRequestException("Failed to read parameter", 400, error));
        status.ShouldBe(400);
        told.ShouldNotContain("SmsBridge");
        told.ShouldNotContain("System.");
        told.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task What_went_wrong_decides_the_status_and_faults_tell_nothing()
    {
        (await Handle(new BadHttpRequestException("too large", 413))).ShouldBe((413, "too large"));
        (await Handle(new InvalidDataException("Form key length limit exceeded."))).ShouldBe((400, "Form key length limit exceeded."));
        (await Handle(new NpgsqlException("10.0.0.5 refused", new IOException()))).ShouldBe((503, "The database cannot be reached."));
        (await Handle(new InvalidOperationException("secret +14155550101"))).ShouldBe((500, "The bridge has a fault; its log has more."));
    }

    [Theory]
    [InlineData("22021", 400)]
    [InlineData("22P05", 400)]
    [InlineData("22003", 400)]
    [InlineData("28P01", 503)]
    [InlineData("3D000", 503)]
    [InlineData("57014", 503)]
    [InlineData("57P03", 503)]
    [InlineData("53300", 503)]
    [InlineData("42P01", 500)]
    [InlineData("23505", 500)]
    public async Task A_value_that_Postgres_cannot_hold_is_the_callers_and_a_database_that_is_away_is_not(string state, int status)
    {
        var error = new PostgresException("private +14155550101", "ERROR", "ERROR", state);

        foreach (var thrown in new Exception[] { error, new DbUpdateException("x", error), new InvalidOperationException("x", error) })
        {
            var (answered, told) = await Handle(thrown);
            (answered, told.Contains("private")).ShouldBe((status, false));
        }
    }

    private static async Task<(int Status, string Detail)> Handle(Exception error)
    {
        var context = new DefaultHttpContext { RequestServices = Services };
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        (await new Problems(NullLogger<Problems>.Instance).TryHandleAsync(context, error, CancellationToken.None)).ShouldBeTrue();
        context.Response.ContentType.ShouldStartWith("application/problem+json");
        using var json = JsonDocument.Parse(answer.ToArray());
        json.RootElement.GetProperty("status").GetInt32().ShouldBe(context.Response.StatusCode);
        return (context.Response.StatusCode, json.RootElement.GetProperty("detail").GetString()!);
    }
}
