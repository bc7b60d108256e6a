using Npgsql;

namespace SmsBridge.Storage;

/// <summary>
/// The columns of one row, taken one after the other in the order of the statement's list, for statements that run all the time: nothing is looked up by
/// name, and nobody counts.
/// </summary>
internal sealed class Columns(NpgsqlDataReader row)
{
    private int next;

    public T Next<T>() => row.GetFieldValue<T>(next++);

    /// <summary>Null where the column is.</summary>
    public T? NextOrNull<T>()
        where T : struct => row.IsDBNull(next++) ? null : row.GetFieldValue<T>(next - 1);

    /// <summary>Null where the column is.</summary>
    public string? NextText() => row.IsDBNull(next++) ? null : row.GetString(next - 1);

    /// <summary>Whether the column that comes next is null; it still comes.</summary>
    public bool IsNextNull => row.IsDBNull(next);

    /// <summary>Passes columns over.</summary>
    public void Skip(int count) => next += count;
}
