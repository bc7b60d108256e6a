using System.Reflection;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SmsBridge.Storage;

/// <summary>A migration whose statements are the file <c>migrations/{id}.sql</c>, carried inside the assembly; forward only.</summary>
internal abstract class SqlMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var id = GetType().GetCustomAttribute<MigrationAttribute>()!.Id;
        using var stream =
            typeof(SqlMigration).Assembly.GetManifestResourceStream($"migrations/{id}.sql")
            ?? throw new InvalidOperationException($"migrations/{id}.sql is not part of this build.");
        using var reader = new StreamReader(stream);
        migrationBuilder.Sql(reader.ReadToEnd());
    }
}

[DbContext(typeof(BridgeDbContext)), Migration("0001_initial")]
internal sealed class Initial : SqlMigration;
