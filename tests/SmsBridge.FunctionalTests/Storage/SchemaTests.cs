using Microsoft.EntityFrameworkCore;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Storage;

namespace SmsBridge.FunctionalTests.Storage;

public sealed class SchemaTests(TestPostgres postgres)
{
    [Fact]
    public async Task The_migrated_schema_equals_the_model()
    {
        await using var migrated = new Database(await postgres.CreateEmptyDatabase());
        await using var modelled = new Database(await postgres.CreateEmptyDatabase());
        await using (var context = Model.Context(migrated.ConnectionString))
        {
            await context.Database.MigrateAsync();
        }

        await using (var context = Model.Context(modelled.ConnectionString))
        {
            await modelled.Do(context.Database.GenerateCreateScript());
        }

        var expected = await modelled.All<string>(Description);
        expected.Count.ShouldBeGreaterThan(100);
        var actual = await migrated.All<string>(Description);
        actual.Except(expected).ShouldBeEmpty("the model lacks these");
        expected.Except(actual).ShouldBeEmpty("the migrations lack these");
    }

    [Fact]
    public async Task Migrating_again_changes_nothing()
    {
        await using var database = new Database(await postgres.CreateEmptyDatabase());
        await using var context = Model.Context(database.ConnectionString);
        await context.Database.MigrateAsync();
        await database.Do("insert into numbers (number, document) values ('+14155550199', '{}')");

        await context.Database.MigrateAsync();

        (await database.Count("numbers")).ShouldBe(1);
        (await context.Database.GetPendingMigrationsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_earlier_versions_stored_as_the_default_does_not_say_who_answers_keywords()
    {
        await using var database = new Database(await postgres.CreateEmptyDatabase());
        await using var context = Model.Context(database.ConnectionString);
        await context.Database.MigrateAsync();
        await database.Do(
            """
            insert into numbers (number, document)
            values ('1', '{"optOutReplies":"provider","label":"a"}'), ('2', '{"optOutReplies":"bridge"}'), ('3', '{"label":"c"}')
            """
        );

        var migration = await File.ReadAllTextAsync(Path.Combine(Migrations(), "0019_consent.sql"));
        await database.Do(migration[..(migration.IndexOf(';') + 1)]);

        (await database.All<string>("select document::text from numbers order by number")).ShouldBe([
            """{"label": "a"}""",
            """{"optOutReplies": "bridge"}""",
            """{"label": "c"}""",
        ]);
    }

    [Fact]
    public async Task Instances_that_start_at_once_migrate_one_after_the_other()
    {
        await using var database = new Database(await postgres.CreateEmptyDatabase());

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Migrate(database))));

        (await database.Count("number_revision")).ShouldBe(1);
        (await database.Count("\"__EFMigrationsHistory\"")).ShouldBe(Directory.GetFiles(Migrations(), "*.sql").Length);
    }

    private static async Task Migrate(Database database)
    {
        await using var context = Model.Context(database.ConnectionString);
        await SqlMigrations.Apply(context, CancellationToken.None);
    }

    private static string Migrations()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(folder.FullName, "migrations")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("migrations");
        }

        return Path.Combine(folder.FullName, "migrations");
    }

    /// <summary>Columns, indexes, keys and storage parameters, one line each. Functions, and indexes on their values, have no place in the model.</summary>
    private const string Description = """
        select line from (
            select format('column %s.%s %s%s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                          case when a.attnotnull then ' not null' else '' end,
                          coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), ''),
                          case a.attidentity when '' then '' else ' identity ' || a.attidentity::text end) as line
              from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
              left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
             where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname <> '__EFMigrationsHistory'
            union all
            select pg_get_indexdef(i.indexrelid)
              from pg_index i join pg_class c on c.oid = i.indrelid
             where c.relnamespace = 'public'::regnamespace and c.relname <> '__EFMigrationsHistory' and i.indexprs is null
            union all
            select format('constraint %s on %s %s', k.conname, k.conrelid::regclass, pg_get_constraintdef(k.oid))
              from pg_constraint k where k.connamespace = 'public'::regnamespace and k.conrelid::regclass::text not like '%EFMigrations%'
            union all
            select format('storage %s %s', c.relname, array(select o from unnest(c.reloptions) o order by o)) from pg_class c
             where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.reloptions is not null
        ) lines order by line collate "C"
        """;
}
