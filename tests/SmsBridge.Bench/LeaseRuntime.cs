using System.Text.Json.Nodes;
using SmsBridge.Work;

namespace SmsBridge.Bench;

/// <summary>Starts a bridge with leases of another length. There is no setting for it, only a property of the runtime.</summary>
internal static class LeaseRuntime
{
    /// <summary>Arguments of <c>dotnet</c> that stand before the program.</summary>
    /// <param name="program">Path of <c>smsbridge.dll</c>.</param>
    /// <param name="lease">Null: as long as usual.</param>
    public static string[] Arguments(string program, TimeSpan? lease)
    {
        if (lease is null || lease == new WorkTimes().Usual)
        {
            return [];
        }

        var runtime = JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(program, "runtimeconfig.json")))!;
        runtime["runtimeOptions"]!["configProperties"]![WorkTimes.LeaseProperty] = $"{lease}";
        var file = Path.ChangeExtension(program, $"lease-{lease.Value.TotalMilliseconds}.runtimeconfig.json");
        // Several tests may write it at the same time, all of them the same; a process that starts must not see half of it.
        var draft = $"{file}.{Guid.CreateVersion7():n}";
        File.WriteAllText(draft, runtime.ToJsonString());
        File.Move(draft, file, overwrite: true);
        return ["exec", "--runtimeconfig", file];
    }
}
