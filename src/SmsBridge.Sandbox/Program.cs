using SmsBridge.Sandbox.Postgres;
using SmsBridge.Sandbox.Up;

switch (args)
{
    case ["up", .. var rest] when UpOptions.Parse(rest) is { } options:
        return await UpCommand.Run(options);
    case ["postgres", "--data", var folder]:
        return await PostgresCommand.Run(folder);
    default:
        await Console.Error.WriteLineAsync($"usage: {UpOptions.Usage}\n       postgres --data DIR");
        return 2;
}
