using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore.Migrations;
using SmsBridge.Handoff;
using SmsBridge.Queues;
using SmsBridge.Storage;

namespace SmsBridge.Tests.Layout;

/// <summary>The rules of the source tree that a compiler does not check.</summary>
public sealed class LayoutTests
{
    /// <summary>Who may change the table <c>threads</c> from outside Threads/, and why.</summary>
    private static readonly Dictionary<string, string> ThreadWriters = new(StringComparer.Ordinal)
    {
        ["Inbound/InboundStore.cs"] = "a text is stored, its thread found or made and its turn leased in one statement, or nothing happens",
        ["Handoff/HandoffEnd.cs"] = "what the agent is told of people's turn is written by the transaction that ends the handoff",
        ["Privacy/ErasureSql.cs"] = "an erased customer's thread goes in the transaction that removes all that hangs on it",
        ["Privacy/RetentionSql.cs"] = "how far a thread's texts are blanked is written by the statement that blanks them",
        ["Handoff/Handoffs.cs"] = "a thread moves to the desk, or to people, in the statement that moves its handoff, or neither happens",
    };

    private static readonly string[] Folders =
    [
        "Admin",
        "Agents",
        "Agents/ChatApi",
        "Cli",
        "Dashboard",
        "Handoff",
        "Handoff/Desk",
        "Hosting",
        "Inbound",
        "Messages",
        "Numbers",
        "Observability",
        "Outbound",
        "Privacy",
        "Queues",
        "Shaping",
        "Storage",
        "Threads",
        "Threads/Consent",
        "Threads/Limits",
        "Threads/Lookups",
        "Threads/Proactive",
        "Threads/Turns",
        "Twilio",
        "Twilio/Webhooks",
        "Work",
    ];

    private static readonly Type[] Types = typeof(BridgeDbContext)
        .Assembly.GetTypes()
        .Where(t =>
            t.GetCustomAttribute<CompilerGeneratedAttribute>() is null
            && t.Namespace?.StartsWith("SmsBridge", StringComparison.Ordinal) == true
        )
        .ToArray();

    [Fact]
    public void The_sources_are_found() => Sources.Files.Count.ShouldBeGreaterThan(100);

    [Fact]
    public void Folders_are_the_products_words_and_two_levels_deep_at_most() =>
        Sources.Files.Keys.Select(Sources.FolderOf).Distinct().Where(f => f.Length > 0).Except(Folders).ShouldBeEmpty();

    [Fact]
    public void A_namespace_is_the_name_of_its_folder() =>
        Sources
            .Files.Where(f => Sources.FolderOf(f.Key).Length > 0 && !f.Key.EndsWith(".razor", StringComparison.Ordinal))
            .Where(f => !f.Value.Contains($"namespace SmsBridge.{Sources.FolderOf(f.Key).Replace('/', '.')};"))
            .Select(f => f.Key)
            .ShouldBeEmpty();

    [Fact]
    public void Files_are_short()
    {
        var lines = Sources.Files.ToDictionary(f => f.Key, f => f.Value.Count(c => c == '\n'));
        lines.Where(f => f.Value > 350).ShouldBeEmpty();
        lines.Values.Order().ElementAt(lines.Count * 95 / 100).ShouldBeLessThanOrEqualTo(200);
        lines["Program.cs"].ShouldBeLessThan(70);
    }

    [Fact]
    public void Nothing_is_public() =>
        Types.Where(t => !IsPage(t) && (t.IsPublic || t.IsNestedPublic && t.DeclaringType!.IsPublic)).ShouldBeEmpty();

    [Fact]
    public void Classes_are_sealed_static_or_abstract() =>
        Types.Where(t => !IsPage(t) && t is { IsClass: true, IsSealed: false, IsAbstract: false }).ShouldBeEmpty();

    [Fact]
    public void An_interface_has_a_second_implementation_or_one_that_is_generated()
    {
        // The Refit interface is implemented by generated code; an agent of a second kind is in the tests; IWorkSignal lets parts of the process meet without knowing each other.
        string[] reasoned = ["IChatApi", "IWorkSignal`1", "IHandoffQueue", "IAgent"];
        Types
            .Where(t => t.IsInterface && !reasoned.Contains(t.Name))
            .Where(t => Types.Count(c => c.IsClass && t.IsAssignableFrom(c)) < 2)
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData(
        "Agents/ChatApi",
        @"\bIChatApi\b|\bChatApiJson\b|\bChatApiErrors\.|\bChatReply\.Read\b",
        "the Chat API's interface and tables"
    )]
    [InlineData("Agents/ChatApi", "\"(X-API-KEY|X-TOKEN|conversation_id|end_conversation)\"|chat/(create|respond|close)", "its wire")]
    [InlineData("Twilio", @"\bTwilioForm\b|\bITwilioRestClient\b|\bTwilioErrors\b|\bRequestValidator\b", "Twilio's forms and tables")]
    [InlineData("Hosting", @"\bnew (HttpClient|SocketsHttpHandler|HttpClientHandler)\b", "how clients for outgoing HTTP are made")]
    [InlineData("Twilio", "\"(MessageSid|SmsSid|NumMedia|MediaUrl|FromCity|X-Twilio-Signature)", "its wire")]
    [InlineData("Work", @"update work\s+w?\s*set lease|for update skip locked\) due", "claiming work")]
    public void Only_one_folder_knows(string folder, string pattern, string what)
    {
        var users = Users(pattern);
        users.ShouldContain(f => f.StartsWith(folder + "/", StringComparison.Ordinal), $"nobody has {what}: the rule checks nothing");
        users.Where(f => !f.StartsWith(folder + "/", StringComparison.Ordinal)).ShouldBeEmpty(what);
    }

    /// <summary>The analyzer finds every way to call a constructor; here only that it is told to.</summary>
    [Fact]
    public void Clients_for_outgoing_HTTP_are_banned_symbols()
    {
        var service = Path.Combine(Sources.Root, "src", "SmsBridge");
        var banned = File.ReadAllText(Path.Combine(service, "BannedSymbols.Http.txt"));
        foreach (var type in new[] { typeof(HttpClient), typeof(SocketsHttpHandler), typeof(HttpClientHandler) })
        {
            foreach (var constructor in type.GetConstructors())
            {
                var parameters = string.Join(',', constructor.GetParameters().Select(p => p.ParameterType.FullName));
                banned.ShouldContain($"M:{type.FullName}.#ctor{(parameters.Length > 0 ? $"({parameters})" : "")};");
            }
        }

        File.ReadAllText(Path.Combine(service, "SmsBridge.csproj")).ShouldContain("<AdditionalFiles Include=\"BannedSymbols.Http.txt\" />");
        Users(@"RS0030").ShouldBe(["Hosting/OutgoingHttp.cs"]);
    }

    /// <summary>Who asks an agent does not know what it is reached over: only where kinds are registered is one named.</summary>
    [Fact]
    public void Only_the_registration_of_kinds_names_the_Chat_API() =>
        Users(@"\bAgents\.ChatApi\b|\bChat(Agent|Settings|Reply|Examination)\b")
            .Where(f => !f.StartsWith("Agents/ChatApi/", StringComparison.Ordinal))
            .ShouldBe(["Agents/AgentsFeature.cs"]);

    [Fact]
    public void Only_ChatApi_makes_the_requests_of_the_Chat_API() =>
        Users(@"\bnew (CreateRequest|RespondRequest|CloseRequest)\b").ShouldBe(["Agents/ChatApi/ChatAgent.cs"]);

    [Fact]
    public void Only_Threads_changes_threads()
    {
        var writers = Users(@"\b(update|insert\s+into|delete\s+from|merge\s+into)\s+threads\b");
        writers.ShouldContain("Threads/Conversations.cs");
        writers
            .Where(f => !f.StartsWith("Threads/", StringComparison.Ordinal))
            .ShouldBe(ThreadWriters.Keys, ignoreOrder: true, "another writer needs a reason, and a reason a writer");
        ThreadWriters.Values.ShouldAllBe(why => why.Length > 20);
    }

    [Fact]
    public void Only_Handoff_changes_handoffs() =>
        // Privacy takes what belongs to a customer out of every table, in a transaction of its own.
        Users(@"\b(update|insert\s+into|delete\s+from|merge\s+into)\s+handoffs\b")
            .ShouldBe(["Handoff/Handoffs.cs", "Privacy/ErasureSql.cs", "Privacy/RetentionSql.cs"], ignoreOrder: true);

    [Fact]
    public void Events_are_written_in_code_and_added_in_one_place()
    {
        Users(@"\badd_delivery_event\b").ShouldBeEmpty("the database keeps it for instances of the version before");
        Users(@"\badd_handoff_event\s*\(").ShouldBe(["Queues/EventOutbox.cs"]);
        Users(@"""specversion""").ShouldBe(["Queues/CloudEvents.cs"]);
    }

    [Fact]
    public void A_text_of_people_is_shaped_once() =>
        Users(@"\bReply\s*\.Shape\(\s*Author\.LiveAgent").ShouldBe(["Handoff/Desk/DeskMessages.cs"]);

    [Fact]
    public void Queues_do_not_touch_the_model()
    {
        var queues = Types.Where(t => t.IsClass && typeof(IHandoffQueue).IsAssignableFrom(t)).ToList();
        queues.ShouldNotBeEmpty();
        foreach (var queue in queues)
        {
            var source = Sources.Files.Single(f => f.Value.Contains($"class {queue.Name}(") || f.Value.Contains($"class {queue.Name} "));
            source.Value.ShouldNotContain(nameof(BridgeDbContext), customMessage: source.Key);
        }
    }

    [Fact]
    public void Files_are_made_for_our_own_user_alone() =>
        Users(@"\bFile\.(Write|Append|Create|Copy|OpenWrite|OpenHandle|Replace)\w*\(|\bnew FileStream\(|\.CreateDirectory\(")
            .ShouldBe(["Inbound/PrivateFiles.cs"]);

    [Fact]
    public void The_clock_is_handed_in() =>
        Users(@"\bDateTime(Offset)?\.(Utc)?Now\b|\bDateTime\.Today\b|\bStopwatch\b|\bThread\.Sleep\b|\bGuid\.NewGuid\b").ShouldBeEmpty();

    [Fact]
    public void Nothing_is_left_for_later_and_no_name_says_nothing()
    {
        Users(@"\bTODO\b|\bFIXME\b|\bHACK\b|#region|NotImplementedException").ShouldBeEmpty();
        Types
            .Select(t => t.Name)
            .Where(n =>
                Regex.IsMatch(
                    n,
                    "(Helpers?|Utils?|Utility|Utilities|Manager|Services?)$",
                    RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
                )
            )
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_migration_file_has_its_class_and_its_place_in_the_build()
    {
        var files = Directory
            .EnumerateFiles(Path.Combine(Sources.Root, "migrations"), "*.sql")
            .Select(f => Path.GetFileNameWithoutExtension(f)!)
            .ToList();
        files.ShouldNotBeEmpty();
        files.ShouldAllBe(f => Regex.IsMatch(f, "^[0-9]{4}_[a-z0-9_]+$", RegexOptions.NonBacktracking));
        Types.Select(t => t.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>().ShouldBe(files, ignoreOrder: true);
        typeof(BridgeDbContext)
            .Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith("migrations/", StringComparison.Ordinal))
            .ShouldBe(files.Select(f => $"migrations/{f}.sql"), ignoreOrder: true);
    }

    /// <summary>The classes that Razor makes of .razor files are public and not sealed, whatever one does.</summary>
    private static bool IsPage(Type type) => typeof(IComponent).IsAssignableFrom(type) || type.Name == "_Imports";

    private static List<string> Users(string pattern) =>
        Sources
            .Files.Where(f => Regex.IsMatch(f.Value, pattern, RegexOptions.IgnoreCase | RegexOptions.NonBacktracking))
            .Select(f => f.Key)
            .ToList();
}
