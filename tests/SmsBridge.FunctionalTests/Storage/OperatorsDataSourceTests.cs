using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Storage;

namespace SmsBridge.FunctionalTests.Storage;

/// <summary>Who looks at the bridge has other connections than the texts.</summary>
public sealed class OperatorsDataSourceTests(TestPostgres postgres)
{
    [Fact]
    public async Task Operators_statements_are_planned_as_usual_and_end_after_half_a_minute_those_of_texts_are_not_and_do_not()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var services = bridge.Instances[0].Services;
        await using var context = await services.GetRequiredService<IDbContextFactory<BridgeDbContext>>().CreateDbContextAsync();
        await context.Database.OpenConnectionAsync();
        await using var operators = await services.GetRequiredService<OperatorsDataSource>().OpenConnectionAsync(CancellationToken.None);
        await using var texts = await services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();

        foreach (var one in new[] { operators, (NpgsqlConnection)context.Database.GetDbConnection() })
        {
            (await Setting(one, "statement_timeout")).ShouldBe("30s");
            (await Setting(one, "enable_hashjoin")).ShouldBe("on");
            (await Setting(one, "plan_cache_mode")).ShouldBe("auto");
        }

        (await Setting(texts, "statement_timeout")).ShouldBe("0");
        (await Setting(texts, "enable_hashjoin")).ShouldBe("off");
    }

    [Fact]
    public async Task Texts_are_answered_while_operators_have_all_of_their_connections()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var source = bridge.Instances[0].Services.GetRequiredService<OperatorsDataSource>();
        var all = new NpgsqlConnectionStringBuilder(source.Source.ConnectionString).MaxPoolSize;
        var taken = new List<NpgsqlConnection>();
        try
        {
            while (taken.Count < all)
            {
                taken.Add(await source.OpenConnectionAsync(CancellationToken.None));
            }

            var customer = bridge.Customer();
            await customer.Texts("hi");

            (await customer.Receives()).ShouldBe("You said: hi");
        }
        finally
        {
            foreach (var connection in taken)
            {
                await connection.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task A_migration_takes_as_long_as_it_takes_and_the_next_user_of_its_connection_has_the_limit_again()
    {
        await using var database = new Database(await postgres.CreateDatabase());
        var limited = new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            MaxPoolSize = 1,
            Options = "-c statement_timeout=500",
        };
        await using var source = NpgsqlDataSource.Create(limited);
        var held = await database.Hold($"select pg_advisory_xact_lock({AdvisoryLocks.Migrations})");
        await using (held)
        {
            await using var context = new BridgeDbContext(
                new DbContextOptionsBuilder<BridgeDbContext>()
                    .UseNpgsql(source)
                    .ConfigureWarnings(w =>
                        w.Ignore(Microsoft.EntityFrameworkCore.Diagnostics.RelationalEventId.PendingModelChangesWarning)
                    )
                    .Options
            );
            var migrating = SqlMigrations.Apply(context, CancellationToken.None);
            await Task.Delay(TimeSpan.FromSeconds(1.5));
            migrating.IsCompleted.ShouldBeFalse();
            await held.Free();
            await migrating;
        }

        await using var next = await source.OpenConnectionAsync();
        (await Setting(next, "statement_timeout")).ShouldBe("500ms");
    }

    private static async Task<string> Setting(NpgsqlConnection connection, string name)
    {
        await using var command = new NpgsqlCommand($"show {name}", connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
