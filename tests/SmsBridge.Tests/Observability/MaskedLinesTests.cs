using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmsBridge.Observability;

namespace SmsBridge.Tests.Observability;

/// <summary>What others log: lines, properties, scopes and exceptions leave the process masked.</summary>
public sealed class MaskedLinesTests
{
    [Theory]
    [InlineData("to +14155550101.", "to +*********01.")]
    [InlineData("GET /x?customer=%2B14155550101&y", "GET /x?customer=%2B*********01&y")]
    [InlineData("GET /x?customer=%2b14155550101", "GET /x?customer=%2b*********01")]
    [InlineData("%252B14155550101", "%252B*********01")]
    [InlineData("""{"c":"\u002B14155550101"}""", """{"c":"\u002B*********01"}""")]
    [InlineData("call +1 (415) 555-0101 now", "call +* (***) ***-**01 now")]
    [InlineData("/threads/14155550101/x", "/threads/*********01/x")]
    [InlineData("(number)=(14155550101)", "(number)=(*********01)")]
    [InlineData("/customers/whatsapp%3AUS.AbC12345678?x", "/customers/whatsapp%3AUS.*********78?x")]
    [InlineData("to whatsapp:GB.7731208655302741.", "to whatsapp:GB.**************41.")]
    [InlineData("whatsapp:+447700900123", "whatsapp:+**********23")]
    public void Numbers_are_masked_however_they_are_written(string line, string masked) => Mask.Numbers(line).ShouldBe(masked);

    [Theory]
    [InlineData("28686cce-f676-8e62-b236-223412345678")]
    [InlineData("trace 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]
    [InlineData("at 2026-11-21T13:20:50.1234567Z took 1234567.8901234567 ms")]
    [InlineData("SM17a9c8e5427a5d47e6cd0414d549b539")]
    [InlineData("port 55432, 123456789 bytes")]
    [InlineData("a + 12345")]
    public void Ids_times_and_amounts_stay(string line) => Mask.Numbers(line).ShouldBe(line);

    [Fact]
    public void A_line_its_properties_its_scope_and_its_exception_reach_no_provider_unmasked()
    {
        using var seen = new Seen();
        var services = new ServiceCollection().AddLogging(l => l.AddProvider(seen).SetMinimumLevel(LogLevel.Trace));
        services.AddSingleton<ILoggerFactory, MaskingLoggers>();
        using var provider = services.BuildServiceProvider();
        var logger = provider.GetRequiredService<ILogger<MaskedLinesTests>>();

#pragma warning disable CA1848, CA2254
        using (
            logger.BeginScope(
                new Dictionary<string, object?>
                {
                    ["RequestPath"] = "/unsayable",
                    ["RequestId"] = "7",
                    ["Of"] = "+14155550101",
                }
            )
        )
        {
            logger.LogTrace(
                new InvalidOperationException("no +14155550101", new FormatException("14155550102")),
                "{Path} {Count}",
                "/+14155550101",
                3
            );
        }
#pragma warning restore CA1848, CA2254

        seen.All.Count.ShouldBeGreaterThan(4);
        string.Join('\n', seen.All).ShouldNotContain("1415555");
        string.Join('\n', seen.All).ShouldContain("InvalidOperationException");
        seen.All.ShouldContain("Count=3");
        string.Join('\n', seen.All).ShouldNotContain("unsayable", customMessage: "callers may put anything into a path");
        seen.All.ShouldContain("RequestId:7 Of:+*********01");
    }

    [Fact]
    public void What_postgres_quotes_beside_its_message_is_not_told()
    {
        var quoting = new Npgsql.PostgresException(
            "invalid input syntax for type json",
            "ERROR",
            "ERROR",
            "22P02",
            detail: "Token words is invalid.",
            where: "JSON data, line 1: unsayable words"
        );
        var thrown = new InvalidOperationException("outer", new AggregateException(quoting, new TimeoutException("inner")));

        var told = MaskedException.Of(thrown).ToString();

        $"{quoting}".ShouldContain("unsayable", customMessage: "the rule checks nothing");
        told.ShouldNotContain("unsayable");
        told.ShouldContain("System.InvalidOperationException: outer");
        told.ShouldContain("Npgsql.PostgresException: 22P02: invalid input syntax for type json");
        told.ShouldContain("System.TimeoutException: inner");
    }

    private sealed class Seen : ILoggerProvider, ILogger
    {
        public List<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Add(state);
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            All.Add(formatter(state, exception));
            Add(state);
            All.Add($"{exception}");
            All.Add($"{exception?.Message} {exception?.InnerException}");
        }

        public void Dispose() { }

        private void Add(object? state)
        {
            All.Add($"{state}");
            All.AddRange(((IEnumerable<KeyValuePair<string, object?>>)state!).Select(m => $"{m.Key}={m.Value}"));
        }
    }
}
