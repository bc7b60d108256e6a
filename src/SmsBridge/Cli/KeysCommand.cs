using System.CommandLine;
using SmsBridge.Hosting;

namespace SmsBridge.Cli;

/// <summary><c>smsbridge keys list|create|revoke</c>.</summary>
internal static class KeysCommand
{
    public static Command Create() => new("keys", "API keys") { List(), New(), Revoke() };

    private static Command List()
    {
        var command = new Command("list", "All keys, newest first; never the keys themselves");
        Shell.On(
            command,
            async (_, shell) =>
            {
                var keys = await All(shell);
                if (shell.Terminal.WantsJson)
                {
                    Terminal.Json(new { Items = keys });
                    return ExitCodes.Fine;
                }

                var now = shell.Get<TimeProvider>().GetUtcNow();
                shell.Terminal.Table(
                    ["ID", "NAME", "ROLE", "KEY", "STATE", "CREATED", "BY", "EXPIRES", "LAST USED"],
                    keys.Select(k =>
                        new[]
                        {
                            $"{k.Id}",
                            k.Name,
                            k.Role,
                            $"{k.Prefix}…",
                            State(k, now),
                            Day(k.CreatedAt),
                            k.CreatedBy,
                            Day(k.ExpiresAt),
                            Day(k.LastUsedAt),
                        }
                    )
                );
                return ExitCodes.Fine;
            }
        );
        return command;
    }

    private static Command New()
    {
        var name = new Argument<string>("name") { Description = "For people; stands in the audit log as the actor" };
        var role = new Option<string>("--role")
        {
            Description = "viewer reads; operator also changes; admin also has keys and the audit log",
            Required = true,
        };
        role.AcceptOnlyFromAmong(Roles.Names);
        var days = new Option<int?>("--days") { Description = "Days until it expires; left out: never" };
        var command = new Command("create", "Makes a key and prints it, once") { name, role, days };
        Shell.On(
            command,
            async (line, shell) =>
            {
                var (wanted, store) = (line.GetRequiredValue(name), shell.Get<KeyStore>());
                var expires = line.GetValue(days) is { } some ? shell.Get<TimeProvider>().GetUtcNow().AddDays(some) : (DateTimeOffset?)null;
                if (store.Check(wanted, line.GetRequiredValue(role), expires) is { Count: > 0 } errors)
                {
                    throw new CommandException(string.Join('\n', errors.Values.SelectMany(e => e)));
                }

                var created =
                    await store.Create(wanted, line.GetRequiredValue(role), expires, Actor.Shell, shell.Stopped)
                    ?? throw new CommandException($"A key named '{wanted}' is in force already. Revoke it first, or choose another name.");
                if (shell.Terminal.WantsJson)
                {
                    Terminal.Json(
                        new
                        {
                            created.Key,
                            created.View.Id,
                            created.View.Name,
                            created.View.Role,
                            created.View.ExpiresAt,
                        }
                    );
                }
                else
                {
                    Terminal.Note("The key is shown this once; keep it safe:");
                    Terminal.Raw($"{created.Key}\n");
                }

                return ExitCodes.Fine;
            }
        );
        return command;
    }

    private static Command Revoke()
    {
        var which = new Argument<string>("key") { Description = "Its id or its name" };
        var command = new Command("revoke", "Revokes a key; it stops working within 5 s everywhere") { which };
        Shell.On(
            command,
            async (line, shell) =>
            {
                var wanted = line.GetRequiredValue(which);
                var key = (await All(shell)).Find(k => k.RevokedAt is null && (k.Name == wanted || k.Id.ToString() == wanted));
                if (key is null || await shell.Get<KeyStore>().Revoke(key.Id, Actor.Shell, shell.Stopped) is not { } revoked)
                {
                    throw new CommandException($"There is no key '{wanted}' in force. See them with: smsbridge keys list");
                }

                if (shell.Terminal.WantsJson)
                {
                    Terminal.Json(revoked);
                }
                else
                {
                    shell.Terminal.Line($"Revoked {revoked.Name} ({revoked.Prefix}…).");
                }

                return ExitCodes.Fine;
            }
        );
        return command;
    }

    private static Task<List<KeyView>> All(Shell shell) => shell.Get<KeyStore>().List(null, int.MaxValue, shell.Stopped);

    private static string State(KeyView key, DateTimeOffset now) =>
        key.RevokedAt is not null ? "revoked"
        : key.ExpiresAt <= now ? "expired"
        : "in force";

    private static string? Day(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'");
}
