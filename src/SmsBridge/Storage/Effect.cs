using Npgsql;
using NpgsqlTypes;

namespace SmsBridge.Storage;

/// <summary>One statement of a transaction that writes many threads at once, and what to do with the rows that it returns.</summary>
internal sealed record Effect(NpgsqlBatchCommand Command, Action<NpgsqlDataReader>? OnRow = null)
{
    /// <summary>Null when there is nothing to write, so that rare effects cost nothing when they do not happen.</summary>
    public static Effect? Of<T>(
        string sql,
        IReadOnlyCollection<T> items,
        Action<NpgsqlParameterCollection, IReadOnlyCollection<T>> bind,
        Action<NpgsqlDataReader>? onRow = null
    )
    {
        if (items.Count == 0)
        {
            return null;
        }

        var command = new NpgsqlBatchCommand(sql);
        bind(command.Parameters, items);
        return new Effect(command, onRow);
    }

    /// <summary>Runs the effects in order in one transaction and one round trip.</summary>
    public static async Task Run(NpgsqlDataSource database, IEnumerable<Effect?> effects)
    {
        await using var batch = database.CreateBatch();
        await Run(batch, effects);
    }

    /// <summary>Runs the effects in order within the transaction that the connection is in.</summary>
    public static async Task Run(NpgsqlConnection connection, IEnumerable<Effect?> effects)
    {
        await using var batch = connection.CreateBatch();
        await Run(batch, effects);
    }

    private static async Task Run(NpgsqlBatch batch, IEnumerable<Effect?> effects)
    {
        var all = effects.OfType<Effect>().ToList();
        if (all.Count == 0)
        {
            return;
        }

        all.ForEach(e => batch.BatchCommands.Add(e.Command));
        await using var reader = await batch.ExecuteReaderAsync();
        foreach (var effect in all)
        {
            // A statement without a result set does not count as one for NextResult.
            if (effect.OnRow is null)
            {
                continue;
            }

            while (await reader.ReadAsync())
            {
                effect.OnRow(reader);
            }

            await reader.NextResultAsync();
        }
    }
}

internal static class Parameters
{
    /// <summary>A null must still tell the server its type.</summary>
    public static void AddNullable(this NpgsqlParameterCollection parameters, string name, NpgsqlDbType type, object? value) =>
        parameters.Add(new NpgsqlParameter(name, type) { Value = value ?? DBNull.Value });
}
