namespace SmsBridge.FunctionalTests.Dashboard;

/// <summary>Keys for people with roles.</summary>
internal static class Roles
{
    public static async Task<(Guid Id, string Key)> Key(BridgeUnderTest bridge, string name, string role)
    {
        var made = await bridge.Ops.Post("/api/v1/keys", new { name, role });
        made.Status.ShouldBe(201, made.Body);
        return (made.Json.GetProperty("id").GetGuid(), made.Json.GetProperty("key").GetString()!);
    }

    public static async Task<ConsoleVisitor> Visitor(BridgeUnderTest bridge, string role) =>
        await ConsoleVisitor.SignedIn(bridge.Instances[0].OpsAddress, (await Key(bridge, $"the {role}", role)).Key);
}

/// <summary>The pages that are there in every bridge.</summary>
internal static class Walk
{
    public static readonly string[] All =
    [
        "/console",
        "/console/numbers",
        "/console/numbers/new",
        "/console/numbers/file",
        "/console/numbers/%2B14155550199",
        "/console/numbers/%2B14155550199/history",
        "/console/threads",
        "/console/handoffs",
        "/console/failures",
        "/console/queues",
        "/console/checks",
        "/console/audit",
        "/console/keys",
    ];
}
