using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using SmsBridge.Admin;
using SmsBridge.Hosting;
using SmsBridge.Storage;
using SmsBridge.Work;

namespace SmsBridge.Cli;

/// <summary><c>smsbridge replay ID</c>, <c>smsbridge replay --all</c>.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var id = new Argument<Guid?>("failure") { Description = "The failure's id", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "Everything that gave up and was not replayed" };
        var kinds = WorkKinds.Words(k => k.IsReplayable);
        var kind = new Option<string?>("--kind") { Description = $"With --all: only {string.Join(", ", kinds)}" };
        kind.AcceptOnlyFromAmong(kinds);
        var command = new Command("replay", "Gives work that gave up another try, from the step at which it stopped") { id, all, kind };
        command.Validators.Add(line =>
        {
            if (line.GetValue(id) is null != line.GetValue(all))
            {
                line.AddError("Give the id of a failure, or --all. The failures: GET /api/v1/failures");
            }
        });
        Shell.On(
            command,
            async (line, shell) =>
            {
                var replayed = new List<FailureRow>();
                foreach (var failure in await Find(shell, line.GetValue(id), line.GetValue(kind)))
                {
                    if (await Replay(shell, failure))
                    {
                        replayed.Add(failure);
                    }
                }

                if (line.GetValue(id) is { } one && replayed.Count == 0)
                {
                    throw new CommandException(
                        $"There is no failure {one} that waits for a replay. A failure is replayed once; a new try that fails is a failure of its own."
                    );
                }

                Print(shell.Terminal, replayed);
                return ExitCodes.Fine;
            }
        );
        return command;
    }

    private static async Task<List<FailureRow>> Find(Shell shell, Guid? id, string? kind)
    {
        await using var context = await shell.Get<IDbContextFactory<BridgeDbContext>>().CreateDbContextAsync(shell.Stopped);
        return await context
            .Failures.AsNoTracking()
            .Where(f => f.ReplayedAt == null && (id == null || f.Id == id) && (kind == null || f.Kind == kind))
            .OrderBy(f => f.FailedAt)
            .ToListAsync(shell.Stopped);
    }

    private static async Task<bool> Replay(Shell shell, FailureRow failure)
    {
        if (!(await shell.Get<FailureReplays>().Replay(failure.Id, shell.Stopped)).Replayed)
        {
            return false;
        }

        await shell
            .Get<AuditLog>()
            .Write(Actor.Shell, "failure.replay", failure.Id.ToString(), null, ReplayNote.Of(failure), CancellationToken.None);
        return true;
    }

    private static void Print(Terminal terminal, List<FailureRow> replayed)
    {
        if (terminal.WantsJson)
        {
            Terminal.Json(
                new
                {
                    Replayed = replayed.Select(f => new
                    {
                        f.Id,
                        f.Kind,
                        f.ThreadId,
                    }),
                }
            );
            return;
        }

        terminal.Line(
            replayed.Count == 0
                ? "Nothing waits for a replay."
                : $"Replayed {replayed.Count}; running instances take it up within a second."
        );
    }
}
