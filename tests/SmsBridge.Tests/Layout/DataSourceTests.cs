using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using SmsBridge.Storage;

namespace SmsBridge.Tests.Layout;

/// <summary>Who has which connections to the database.</summary>
public sealed class DataSourceTests
{
    /// <summary>
    /// What a text, a callback, a desk's call or a worker sets off. Its statements go through an index to a few rows; its sessions are planned for
    /// that and for nothing else (see HotPath). A class that looks or tidies up does not belong here.
    /// </summary>
    private static readonly string[] HotPath =
    [
        "Acceptance",
        "AgentVoice",
        "CustomerHashes",
        "CustomerLinks",
        "DeliveryReceipts",
        "DeliverySpans",
        "DeskMessages",
        "Erasures",
        "EventStreamReader",
        "IdleWarning",
        "IdleWorker",
        "InboundStore",
        "NumberUsage",
        "OpenHandoffs",
        "OptOuts",
        "OutboxDeliveries",
        "PostgresQueue",
        "QueueStops",
        "Relay",
        "Release",
        "RemoteCloser",
        "ScheduledTextWorker",
        "Screening",
        "SendStore",
        "SpoolDrain",
        "StartedTexts",
        "TakeOver",
        "ThreadCloser",
        "TranscriptReader",
        "TurnStore",
        "TwilioSender",
        "UnsentTextsReader",
        "WaitingTextsReader",
        "WorkTable",
    ];

    private static readonly Type[] Types = typeof(OperatorsDataSource).Assembly.GetTypes();

    [Fact]
    public void Only_the_listed_classes_run_on_the_hot_paths_connections() =>
        Types
            .Where(t => t != typeof(OperatorsDataSource) && Takes(t, typeof(NpgsqlDataSource)))
            .Select(t => t.Name)
            .ShouldBe(HotPath, ignoreOrder: true);

    [Fact]
    public void Nobody_has_both_kinds_of_connections()
    {
        var operators = Types
            .Where(t => Takes(t, typeof(OperatorsDataSource)) || Takes(t, typeof(IDbContextFactory<BridgeDbContext>)))
            .Select(t => t.Name)
            .ToList();
        operators.Count.ShouldBeGreaterThan(20);
        operators.Intersect(HotPath).ShouldBeEmpty();
    }

    [Fact]
    public void Nobody_takes_them_from_the_container_by_hand() =>
        Sources
            .Files.Where(f => f.Value.Contains("Service<NpgsqlDataSource>", StringComparison.Ordinal))
            .Select(f => Path.GetFileName(f.Key))
            .ShouldBe(["PostgresQueue.cs"], "a queue is made with its settings");

    [Fact]
    public async Task The_operators_pool_is_small_and_a_smaller_one_in_the_settings_counts()
    {
        (await Size("Host=db;Maximum Pool Size=100")).ShouldBe(OperatorsDataSource.MostConnections);
        (await Size("Host=db;Maximum Pool Size=5;Minimum Pool Size=5")).ShouldBe(5);
        (await Size("Host=db;Maximum Pool Size=50;Minimum Pool Size=40")).ShouldBe(OperatorsDataSource.MostConnections);

        static async Task<int> Size(string connection)
        {
            await using var source = OperatorsDataSource.Create(connection, NullLoggerFactory.Instance);
            return new NpgsqlConnectionStringBuilder(source.Source.ConnectionString).MaxPoolSize;
        }
    }

    [Fact]
    public void Advisory_locks_have_one_home_and_no_number_twice()
    {
        var numbers = typeof(AdvisoryLocks)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(f => (string)f.GetRawConstantValue()!);
        numbers.ToList().ShouldSatisfyAllConditions(n => n.Count.ShouldBeGreaterThan(3), n => n.ShouldBeUnique());
        Sources
            .Files.Where(f => Regex.IsMatch(f.Value, @"advisory_\w+\(\s*[^{\s]", RegexOptions.NonBacktracking))
            .Select(f => f.Key)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Ids_tell_their_time_except_those_that_nobody_may_guess() =>
        Sources
            .Files.Where(f => f.Value.Contains("gen_random_uuid"))
            .Select(f => Path.GetFileName(f.Key))
            .ShouldBe(["PostgresQueue.cs"], "only ids of deliveries are drawn at random");

    private static bool Takes(Type type, Type what) =>
        type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Any(c => c.GetParameters().Any(p => p.ParameterType == what));
}
