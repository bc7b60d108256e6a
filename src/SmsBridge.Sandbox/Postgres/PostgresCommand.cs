using SmsBridge.Sandbox.Up;

namespace SmsBridge.Sandbox.Postgres;

/// <summary><c>postgres --data DIR</c>: a local Postgres by itself until Ctrl+C; its first line is the connection string.</summary>
internal static class PostgresCommand
{
    public static async Task<int> Run(string folder)
    {
        using var stop = new StopSignal();
        try
        {
            await using var postgres = await LocalPostgres.Start(new() { DataDirectory = folder, Durable = true }, stop.Token);
            Console.WriteLine(postgres.ConnectionString);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token);
        }
        catch (LocalPostgresException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            // Asked to end.
        }

        return 0;
    }
}
