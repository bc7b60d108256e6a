using System.Runtime.InteropServices;

namespace SmsBridge.Sandbox.Postgres;

/// <summary><c>postgres --data DIR</c>: a local Postgres by itself until Ctrl+C; its first line is the connection string.</summary>
internal static class PostgresCommand
{
    public static async Task<int> Run(string folder)
    {
        using var end = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            end.Cancel();
        }

        try
        {
            await using var postgres = await LocalPostgres.Start(new() { DataDirectory = folder, Durable = true }, end.Token);
            Console.WriteLine(postgres.ConnectionString);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, end.Token);
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
