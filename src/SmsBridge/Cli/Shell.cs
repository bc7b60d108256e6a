using System.CommandLine;
using SmsBridge.Admin;

namespace SmsBridge.Cli;

/// <summary>Something that the user has to hear and can act on.</summary>
internal sealed class CommandException(string message) : Exception(message);

/// <summary>What a command has at hand: the service's own parts with the settings of <c>serve</c>, on the database, without a running instance.</summary>
internal sealed class Shell(WebApplication app, Terminal terminal, CancellationToken stopped)
{
    public Terminal Terminal => terminal;

    public CancellationToken Stopped => stopped;

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>Gives a command its action. Errors go to the error output, with the remedy and without a stack trace.</summary>
    public static void On(Command command, Func<ParseResult, Shell, Task<int>> run) =>
        command.SetAction(
            (line, stopped) =>
                Guard(
                    async () =>
                    {
                        await using var app = BridgeHost.Build([], quiet: true);
                        Startup.CheckStorage(app.Services);
                        return await run(line, new Shell(app, OutputOptions.Terminal(line), stopped));
                    },
                    stopped
                )
        );

    public static async Task<int> Guard(Func<Task<int>> run, CancellationToken stopped)
    {
        try
        {
            return await run();
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            Terminal.Note("Stopped; what was not finished is not done.");
        }
        catch (CommandException error)
        {
            Terminal.Note(error.Message);
        }
        catch (Exception error)
        {
            Terminal.Note(
                string.Join(
                    '\n',
                    Startup.Explain(error) ?? [$"{error.Message} This is a fault of smsbridge ({error.GetType().Name}); please report it."]
                )
            );
        }

        return ExitCodes.Failed;
    }
}
