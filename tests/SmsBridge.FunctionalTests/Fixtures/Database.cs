using Npgsql;

namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>Looks into the bridge's database, as an independent reader.</summary>
internal sealed class Database(string connectionString) : IAsyncDisposable
{
    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 3, ApplicationName = "test" }
    );

    public string ConnectionString => connectionString;

    /// <param name="arguments">For <c>$1</c>, <c>$2</c> ….</param>
    public async Task<T?> One<T>(string sql, params object[] arguments) => (await All<T>(sql, arguments)).SingleOrDefault();

    /// <summary>The first column of every row.</summary>
    public async Task<List<T>> All<T>(string sql, params object[] arguments)
    {
        await using var command = Command(sql, arguments);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetFieldValue<T>(0));
        }

        return rows;
    }

    public async Task<long> Count(string tableAndCondition, params object[] arguments) =>
        await One<long>($"select count(*) from {tableAndCondition}", arguments);

    public async Task Do(string sql, params object[] arguments)
    {
        await using var command = Command(sql, arguments);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Runs the statement and keeps the locks that it takes.</summary>
    public async Task<HeldLocks> Hold(string sql, params object[] arguments)
    {
        var connection = await source.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = Command(new NpgsqlCommand(sql, connection, transaction), arguments);
        await command.ExecuteNonQueryAsync();
        return new HeldLocks(connection, transaction);
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private NpgsqlCommand Command(string sql, object[] arguments) => Command(source.CreateCommand(sql), arguments);

    private static NpgsqlCommand Command(NpgsqlCommand command, object[] arguments)
    {
        foreach (var argument in arguments)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = argument });
        }

        return command;
    }
}

/// <summary>Locks that nobody else gets until they are freed; what was written with them is undone then.</summary>
internal sealed record HeldLocks(NpgsqlConnection Connection, NpgsqlTransaction Transaction) : IAsyncDisposable
{
    public Task Free() => Transaction.RollbackAsync();

    public ValueTask DisposeAsync() => Connection.DisposeAsync();
}
