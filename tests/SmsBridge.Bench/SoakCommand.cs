using System.CommandLine;

namespace SmsBridge.Bench;

/// <summary><c>soak</c>: faults, kills and restarts at random, then the audit. Ends with 0 only when nothing was lost, out of order or doubled.</summary>
internal static class SoakCommand
{
    public static Command Create()
    {
        var seconds = new Option<int>("--seconds") { Description = "How long people text", DefaultValueFactory = _ => 180 };
        var texts = new Option<int>("--texts") { Description = "How many texts they send", DefaultValueFactory = _ => 6000 };
        var seed = new Option<int>("--seed")
        {
            Description = "What happens when",
            DefaultValueFactory = _ => Random.Shared.Next(1, 100_000),
        };
        var instances = new Option<int>("--instances") { Description = "Bridges on one Postgres", DefaultValueFactory = _ => 2 };
        var brief = new Option<bool>("--short") { Description = "The form that the tests run" };
        var without = new Option<string[]>("--without")
        {
            Description = "Leave out faults, instances or postgres, to see what one of them does alone",
            AllowMultipleArgumentsPerToken = true,
        };
        without.AcceptOnlyFromAmong("faults", "instances", "postgres");
        var command = new Command("soak", "Faults, kills and restarts at random, then the audit")
        {
            seconds,
            texts,
            seed,
            instances,
            brief,
            without,
        };
        command.SetAction(
            async (result, _) =>
            {
                var chosen = result.GetValue(seed);
                var plan = result.GetValue(brief)
                    ? SoakPlan.Short(chosen)
                    : SoakPlan.Full(
                        chosen,
                        result.GetValue(texts),
                        TimeSpan.FromSeconds(result.GetValue(seconds)),
                        result.GetValue(instances)
                    );
                var left = result.GetValue(without) ?? [];
                plan = plan with
                {
                    Faults = !left.Contains("faults"),
                    ToInstances = left.Contains("instances") ? [] : plan.ToInstances,
                    ToPostgres = left.Contains("postgres") ? [] : plan.ToPostgres,
                };
                var report = await Soak.Run(plan, System.Console.Out);
                report.Print(System.Console.Out);
                return report.IsClean ? 0 : 1;
            }
        );
        return command;
    }
}
