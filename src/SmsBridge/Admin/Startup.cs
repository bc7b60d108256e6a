using Microsoft.Extensions.Options;
using Npgsql;
using SmsBridge.Storage;

namespace SmsBridge.Admin;

/// <summary>Tells what keeps the service from starting: every problem in the settings at once, each with its key and remedy.</summary>
internal static class Startup
{
    /// <returns>The exit code.</returns>
    public static async Task<int> Guard(Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (Exception error) when (Explain(error) is { } lines)
        {
            foreach (var line in lines)
            {
                await System.Console.Error.WriteLineAsync(line);
            }

            return 1;
        }
    }

    public static void CheckSettings(IServiceProvider services) => services.GetRequiredService<IStartupValidator>().Validate();

    public static void CheckStorage(IServiceProvider services) => _ = services.GetRequiredService<IOptions<StorageOptions>>().Value;

    /// <returns>Null for a fault that is not the operator's: then the stack trace helps.</returns>
    public static List<string>? Explain(Exception error) =>
        error switch
        {
            OptionsValidationException invalid => ["The settings have mistakes:", .. invalid.Failures.Select(f => $"  {f}")],
            AggregateException all when all.InnerExceptions.All(e => e is OptionsValidationException) =>
            [
                "The settings have mistakes:",
                .. all.InnerExceptions.Cast<OptionsValidationException>().SelectMany(e => e.Failures).Select(f => $"  {f}"),
            ],
            InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } unreadable =>
            [
                "The settings have mistakes:",
                $"  {unreadable.Message}",
            ],
            PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn } =>
            [
                "The database lacks migrations. Run: smsbridge migrate",
            ],
            NpgsqlException database => [$"The database cannot be used: {database.Message}. Check ConnectionStrings:Bridge."],
            IOException { Message: var taken } when taken.Contains("address already in use", StringComparison.OrdinalIgnoreCase) =>
            [
                $"{taken} Stop what listens there, or change Public:Listen or Ops:Listen.",
            ],
            // EF Core and the settings' reader wrap what they stumble over.
            InvalidDataException unreadable => ["The settings cannot be read:", $"  {unreadable.Message}"],
            { InnerException: NpgsqlException inner } => Explain(inner),
            _ => null,
        };
}
