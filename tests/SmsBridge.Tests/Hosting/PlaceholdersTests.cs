using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SmsBridge.Admin;
using SmsBridge.Hosting;
using SmsBridge.Tests.Deploy;

namespace SmsBridge.Tests.Hosting;

public sealed class PlaceholdersTests
{
    [Theory]
    [InlineData("Ops:BootstrapKey", "change-me-openssl-rand-hex-24")]
    [InlineData("Ops:BootstrapKey", "change-me: openssl rand -hex 24")]
    [InlineData("Ops:BootstrapKey", "CHANGE ME please and soon")]
    [InlineData("Ops:BootstrapKey", "example-key-of-somebody")]
    [InlineData("Ops:BootstrapKey", "my Example key")]
    [InlineData("Twilio:Accounts:main:AuthTokens:0", "changeme")]
    [InlineData("Twilio:Accounts:main:AuthTokens:1", "…")]
    [InlineData("Twilio:Accounts:main:ApiKeySecret", "an.example")]
    [InlineData("Twilio:Accounts:main:AccountSid", "AC00000000000000000000000000000000")]
    [InlineData("Twilio:Accounts:main:AccountSid", "AC…")]
    [InlineData("Agents:support:ApiKey", "…")]
    [InlineData("Agents:support:DataKey", "example")]
    [InlineData("Agents:support:ConnectorToken", "token_example")]
    [InlineData("Agents:support:AccountId", "change-me")]
    [InlineData("Agents:support:ProjectId", "…")]
    [InlineData("Lookups:crm:Secret", "whsec_change-me")]
    [InlineData("Queues:hook:Secret", "whsec_…")]
    [InlineData("Queues:hook:PreviousSecret", "whsec_example")]
    [InlineData("PolyAi:AlertSecrets:0", "example")]
    [InlineData("Queues:rabbit:Uri", "amqp://user:change-me@broker/")]
    [InlineData("Queues:rabbit:Uri", "amqp://user:ex%61mple@broker/")]
    [InlineData("ConnectionStrings:Bridge", "Host=db;Password=change-me")]
    [InlineData("ConnectionStrings:Bridge", "Host=db;Username=x;password=example")]
    [InlineData("ConnectionStrings:Bridge", "Host=db;Password=…")]
    public void A_value_that_nobody_filled_in_is_named_and_not_repeated(string key, string value)
    {
        var mistake = Mistakes(key, value).ShouldHaveSingleItem();

        mistake.ShouldStartWith($"{key} ");
        mistake.ShouldNotContain(value);
    }

    [Theory]
    [InlineData("Ops:BootstrapKey", "sandbox-0123456789abcdef01234567")]
    [InlineData("Ops:BootstrapKey", "bootstrap-key-of-the-tests")]
    [InlineData("Ops:BootstrapKey", "3fa9examplec0ffee4711abcd")]
    [InlineData("Ops:BaseUrl", "https://ops.example.com")]
    [InlineData("Public:BaseUrl", "https://sms.example.com/bridge")]
    [InlineData("Twilio:Accounts:main:AccountSid", "AC00000000000000000000000000000001")]
    [InlineData("Twilio:Accounts:main:AuthTokens:0", "0123456789abcdef0123456789abcdef")]
    [InlineData("Agents:support:ApiKey", "sandbox-api-key")]
    [InlineData("Agents:support:AccountId", "example-inc-us")]
    [InlineData("Agents:support:ConversationUrl", "https://studio.example.com/{conversation_id}")]
    [InlineData("Queues:hook:Secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("Queues:hook:Url", "https://desk.example.com/events")]
    [InlineData("Queues:rabbit:Uri", "amqp://user:secret@broker.example.com/")]
    [InlineData("ConnectionStrings:Bridge", "Host=db.example.com;Database=example;Username=example;Password=c0ffee")]
    [InlineData("ConnectionStrings:Bridge", "no connection string")]
    [InlineData("Handoff:DefaultText", "One moment…")]
    [InlineData("Spool:TroubleText", "An example: …")]
    [InlineData("SOME_TOKEN", "change-me")]
    public void What_somebody_chose_is_let_pass(string key, string value) => Mistakes(key, value).ShouldBeEmpty();

    /// <summary>Every template as a deployment would have it that forgot all of it.</summary>
    [Theory]
    [InlineData("deploy/kubernetes/secrets.env.example", 5)]
    [InlineData("deploy/systemd/smsbridge.env", 8)]
    [InlineData("deploy/kubernetes/settings.yaml", 3)]
    [InlineData("deploy/kubernetes/migrate/secrets.env.example", 1)]
    [InlineData("deploy/systemd/migrate.env", 1)]
    [InlineData("compose.yaml", 6)]
    public void Every_placeholder_of_a_template_is_named(string template, int least)
    {
        var settings = Template(template).ToDictionary(s => s.Key.Replace("__", ":"), s => (string?)s.Value.Trim('\'', '"'));
        var left = settings
            .Where(s => s.Value!.Contains("change-me") || s.Value.Contains('…') || s.Value.EndsWith("00000000", StringComparison.Ordinal))
            .ToList();
        left.Count.ShouldBeGreaterThanOrEqualTo(least);

        var mistakes = Placeholders.Mistakes(settings).ToList();

        mistakes.Select(m => m.Split(' ')[0]).ShouldBe(left.Select(s => s.Key), ignoreOrder: true);
    }

    [Fact]
    public void Every_template_is_in_that_list() =>
        new[] { "deploy", "." }
            .SelectMany(f =>
                Directory.EnumerateFiles(
                    Path.Combine(Layout.Sources.Root, f),
                    "*",
                    f == "." ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories
                )
            )
            .Where(f =>
                Path.GetFileName(f) is not "kustomization.yaml"
                && (File.ReadAllText(f).Contains("Agents__") || File.ReadAllText(f).Contains("ConnectionStrings__Bridge="))
            )
            .Select(f => Path.GetRelativePath(Layout.Sources.Root, f).Replace('\\', '/'))
            .ShouldBe(
                [
                    "deploy/kubernetes/migrate/secrets.env.example",
                    "deploy/systemd/migrate.env",
                    "deploy/kubernetes/secrets.env.example",
                    "deploy/kubernetes/settings.yaml",
                    "deploy/systemd/smsbridge.env",
                    "compose.yaml",
                    "deploy/systemd/smsbridge.service",
                ],
                ignoreOrder: true
            );

    [Fact]
    public void The_service_does_not_start_with_them()
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddOps(new ConfigurationBuilder().AddInMemoryCollection(Settings("Ops:BootstrapKey", "change-me-openssl-rand-hex-24")).Build())
            .BuildServiceProvider();

        var error = Should.Throw<Exception>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Startup.Explain(error).ShouldNotBeNull().ShouldContain(l => l.StartsWith("  Ops:BootstrapKey still has"));
    }

    private static IEnumerable<string> Mistakes(string key, string value) => Placeholders.Mistakes(Settings(key, value));

    private static KeyValuePair<string, string?>[] Settings(string key, string value) => [new(key, value)];

    private static Dictionary<string, string> Template(string path) =>
        path switch
        {
            "compose.yaml" => Deployment
                .Text(path)
                .Split('\n')
                .Where(l => l.StartsWith("#   ", StringComparison.Ordinal) && l.Contains("__"))
                .Select(l => l.TrimStart('#').Trim().Split('=', 2))
                .ToDictionary(p => p[0], p => p[1].Split("  ")[0]),
            _ when path.EndsWith(".yaml", StringComparison.Ordinal) => Deployment.Object("ConfigMap", "smsbridge-settings")["data"]!
                .AsObject()
                .ToDictionary(d => d.Key, d => Deployment.Word(d.Value)!),
            _ => Deployment.Environment(path),
        };
}
