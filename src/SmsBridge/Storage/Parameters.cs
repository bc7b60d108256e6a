using Npgsql;
using NpgsqlTypes;

namespace SmsBridge.Storage;

internal static class Parameters
{
    /// <summary>A null must still tell the server its type.</summary>
    public static void AddNullable(this NpgsqlParameterCollection parameters, string name, NpgsqlDbType type, object? value) =>
        parameters.Add(new NpgsqlParameter(name, type) { Value = value ?? DBNull.Value });
}
