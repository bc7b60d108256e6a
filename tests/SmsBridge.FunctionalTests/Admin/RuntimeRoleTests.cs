using Npgsql;
using SmsBridge.FunctionalTests.Dashboard;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Admin;

/// <summary>One role owns and migrates the tables, another one serves: it does everything but change the audit log.</summary>
public sealed class RuntimeRoleTests(TestPostgres postgres)
{
    [Fact]
    public async Task Serve_works_with_a_role_that_can_add_to_the_audit_log_and_not_change_it()
    {
        await using var roles = await TwoRoles.Create(postgres);
        var settings = new Dictionary<string, string?> { ["ConnectionStrings:Bridge"] = roles.OwnerConnection };
        (await new CommandLine(settings).Run("migrate", "--runtime-role", roles.Runtime))
            .ShouldEndWith(0)
            .Output.ShouldContain(roles.Runtime);
        (await new CommandLine(settings).Run("migrate", "--runtime-role", roles.Runtime)).ShouldEndWith(0);

        await using var bridge = await BridgeUnderTest.StartOn(
            roles.RuntimeConnection,
            new BridgeSetup
            {
                Script = new AgentScript("Hello.", [])
                    .On("human", "Passing you on.", handoff: """{ "destination": "d" }""")
                    .Otherwise("You said: {text}"),
            },
            migrate: false
        );
        await EverythingIsDone(bridge);

        foreach (
            var sql in new[]
            {
                "update audit_log set actor = 'nobody'",
                "delete from audit_log",
                "truncate audit_log",
                "begin; set local smsbridge.audit_retention = 'on'; delete from audit_log; commit",
                "alter table audit_log disable trigger all",
                "drop trigger tr_audit_log_rows on audit_log",
                "create or replace function refuse_audit_change() returns trigger language plpgsql as 'begin return new; end'",
                "set session_replication_role = replica",
                "delete from \"__EFMigrationsHistory\"",
                "drop table messages",
            }
        )
        {
            (await Should.ThrowAsync<PostgresException>(() => bridge.Database.Do(sql), sql)).SqlState.ShouldBe("42501", sql);
        }

        var doctor = (await bridge.CommandLine().Run("doctor")).ShouldEndWith(0).Output;
        doctor.ShouldContain($"role '{roles.Runtime}' may add to the audit log and not change it");
    }

    [Fact]
    public async Task Doctor_says_where_the_role_of_serve_may_change_the_log()
    {
        await using var roles = await TwoRoles.Create(postgres);
        var owner = new CommandLine(new Dictionary<string, string?> { ["ConnectionStrings:Bridge"] = roles.OwnerConnection });
        (await owner.Run("migrate", "--runtime-role", roles.Owner))
            .ShouldEndWith(1)
            .Errors.ShouldContain("has the rights of the role that migrates");
        (await owner.Run("migrate", "--runtime-role", "no such role"))
            .ShouldEndWith(1)
            .Errors.ShouldContain("'no such role' is no role of this server");
        (await owner.Run("migrate", "--runtime-role", roles.Runtime)).ShouldEndWith(0);

        (await owner.Run("doctor")).Output.ShouldContain($"role '{roles.Owner}' owns the tables");
        await roles.Do($"grant update on audit_log to {roles.Runtime}");
        var runtime = new CommandLine(new Dictionary<string, string?> { ["ConnectionStrings:Bridge"] = roles.RuntimeConnection });
        (await runtime.Run("doctor")).Output.ShouldContain($"role '{roles.Runtime}' may change entries of the audit log");
    }

    private static async Task EverythingIsDone(BridgeUnderTest bridge)
    {
        var customer = bridge.Customer();
        await customer.Texts("hi");
        (await customer.Receives()).ShouldBe("You said: hi");
        await customer.Shows("out", "delivered");
        await customer.Texts("human");
        (await customer.Receives()).ShouldBe("Passing you on.");
        var requested = await bridge.Desk.Take();
        (await bridge.Ops.Post($"/api/v1/handoffs/{requested.Data.GetProperty("handoffId")}/accept")).Status.ShouldBe(200);
        await using (var stream = await EventReader.Open(bridge.Instances[0], "/api/v1/handoffs/events?after=0"))
        {
            (await stream.Next())!.ThreadId.ShouldBe(customer.ThreadId);
        }

        (await bridge.Ops.Post($"/api/v1/threads/{customer.ThreadId}/close")).Status.ShouldBe(200);
        await customer.Texts("STOP");
        (await bridge.Ops.Put("/api/v1/numbers/%2B14155550222", BridgeSetup.Document("+14155550222"))).Status.ShouldBe(201);
        (await bridge.Ops.Delete("/api/v1/numbers/%2B14155550222")).Status.ShouldBe(204);
        using (var visitor = await Dashboard.Roles.Visitor(bridge, "operator"))
        {
            (await visitor.Get("/console")).Status.ShouldBe(200);
        }

        var erased = await bridge.Ops.Delete($"/api/v1/customers/{Uri.EscapeDataString(customer.Address)}");
        erased.Status.ShouldBe(200, erased.Body);
        (await bridge.Database.All<string>("select l::text from audit_log l")).ShouldAllBe(l => !l.Contains($"{customer.ThreadId}"));
        (await bridge.Database.Count("audit_log where subject = 'erased'")).ShouldBeGreaterThan(0, "the log knows that something was done");
        (await bridge.Ops.Get("/health/ready")).Status.ShouldBe(200);
        (await bridge.Ops.Get("/metrics")).Status.ShouldBe(200);
    }

    /// <summary>A database of its own with an owner and a role for serve.</summary>
    private sealed class TwoRoles(string superuser, string owner, string runtime) : IAsyncDisposable
    {
        public string Owner => owner;

        public string Runtime => runtime;

        public string OwnerConnection => As(owner);

        public string RuntimeConnection => As(runtime);

        /// <summary>As docs/going-live.md does.</summary>
        public static async Task<TwoRoles> Create(TestPostgres postgres)
        {
            var id = Guid.CreateVersion7().ToString("n")[8..];
            var roles = new TwoRoles(await postgres.CreateEmptyDatabase(), $"owner_{id}", $"serve_{id}");
            var database = new NpgsqlConnectionStringBuilder(roles.OwnerConnection).Database;
            await roles.Do($"create role {roles.Owner} login password 'p'");
            await roles.Do($"create role {roles.Runtime} login password 'p'");
            await roles.Do($"alter database {database} owner to {roles.Owner}");
            return roles;
        }

        public async Task Do(string sql)
        {
            await using var source = NpgsqlDataSource.Create(superuser);
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await Do($"drop owned by {runtime}");
            await Do($"reassign owned by {owner} to current_user");
            await Do($"drop role {runtime}");
            await Do($"drop role {owner}");
        }

        private string As(string role) => new NpgsqlConnectionStringBuilder(superuser) { Username = role, Password = "p" }.ConnectionString;
    }
}
