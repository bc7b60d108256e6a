using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SmsBridge.Storage;

namespace SmsBridge.FunctionalTests.Storage;

/// <summary>The model of the tables, as the service has it.</summary>
internal static class Model
{
    /// <param name="database">A connection string.</param>
    public static BridgeDbContext Context(string database) =>
        new(
            new DbContextOptionsBuilder<BridgeDbContext>()
                .UseNpgsql(database)
                .ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning))
                .Options
        );
}
