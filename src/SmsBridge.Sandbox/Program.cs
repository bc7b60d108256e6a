using SmsBridge.Sandbox.Postgres;

switch (args)
{
    case ["postgres", "--data", var folder]:
        return await PostgresCommand.Run(folder);
    default:
        await Console.Error.WriteLineAsync("usage: postgres --data DIR");
        return 2;
}
