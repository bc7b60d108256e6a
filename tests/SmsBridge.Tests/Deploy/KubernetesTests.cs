using System.Globalization;
using System.Text.Json.Nodes;
using static SmsBridge.Tests.Deploy.Deployment;

namespace SmsBridge.Tests.Deploy;

/// <summary>The manifests against the code that they run.</summary>
public sealed class KubernetesTests
{
    /// <summary>What a stop takes at most, see BridgeHost.</summary>
    private const int StopBudget = 20;

    private static readonly JsonNode Set = Object("StatefulSet", "smsbridge");
    private static readonly JsonNode Pod = Set["spec"]!["template"]!["spec"]!;
    private static readonly JsonNode Bridge = Pod["containers"]![0]!;
    private static readonly JsonNode Migration = Object("Job", "smsbridge-migrate")["spec"]!["template"]!["spec"]!;

    [Fact]
    public void Every_setting_is_one_that_the_bridge_knows()
    {
        var plain = Object("ConfigMap", "smsbridge-settings")["data"]!.AsObject().Select(d => d.Key);
        var secret = Environment("deploy/kubernetes/secrets.env.example").Keys;
        var inline = Bridge["env"]!.AsArray().Select(e => Word(e!["name"])!);

        var all = plain.Concat(secret).Concat(inline).ToList();

        all.Count.ShouldBeGreaterThan(10);
        all.Where(name => !IsSetting(name)).ShouldBeEmpty();
        IsSetting("Twilio__Accounts__main__AuthToken").ShouldBeFalse("the look-up itself must be able to fail");
        IsSetting("Spool__Folder").ShouldBeFalse("the look-up itself must be able to fail");
    }

    [Fact]
    public void What_is_secret_is_in_no_manifest()
    {
        string[] secrets = ["ConnectionStrings", "AuthTokens", "ApiKey", "ConnectorToken", "BootstrapKey", "Secret", "Password"];
        var plain = Object("ConfigMap", "smsbridge-settings")["data"]!.AsObject().Select(d => d.Key);
        plain.Where(name => secrets.Any(s => name.Contains(s, StringComparison.Ordinal))).ShouldBeEmpty();
        Kubernetes().ShouldAllBe(o => Word(o["kind"]) != "Secret");
        Word(Bridge["envFrom"]![1]!["secretRef"]!["name"]).ShouldBe("smsbridge-secrets");
    }

    [Fact]
    public void The_role_that_owns_the_tables_is_the_migrations_alone()
    {
        Migration["containers"]![0]!["envFrom"]!
            .AsArray()
            .Select(e => Word(e!["secretRef"]!["name"]))
            .ShouldBe(["smsbridge-migrate-secrets"]);
        Environment("deploy/kubernetes/migrate/secrets.env.example")["ConnectionStrings__Bridge"]
            .ShouldContain("Username=smsbridge_owner;");
        Environment("deploy/kubernetes/secrets.env.example")["ConnectionStrings__Bridge"].ShouldContain("Username=smsbridge;");
    }

    [Fact]
    public void A_pod_takes_no_more_than_its_share_and_reaches_only_what_it_needs()
    {
        foreach (var container in new[] { Bridge, Migration["containers"]![0]! })
        {
            container["resources"]!["limits"]!["cpu"].ShouldNotBeNull();
            container["resources"]!["limits"]!["memory"].ShouldNotBeNull();
        }

        var egress = Object("NetworkPolicy", "smsbridge")["spec"]!["egress"]!.AsArray();
        egress.ShouldAllBe(e => e!["to"]!.AsArray().Count == 1);
        var https = egress.Single(e => Word(e!["ports"]![0]!["port"]) == "443")!["to"]![0]!["ipBlock"]!;
        Words(https["except"]).ShouldContain("169.254.0.0/16", "the metadata of clouds is there");
    }

    [Fact]
    public void Two_instances_run_what_the_image_understands()
    {
        Word(Set["spec"]!["replicas"]).ShouldBe("2");
        Words(Bridge["args"]).ShouldBe(["serve"]);
        Words(Migration["containers"]![0]!["args"]).ShouldBe(["migrate", "--runtime-role", "smsbridge"]);
        foreach (var kustomization in new[] { "deploy/kubernetes/kustomization.yaml", "deploy/kubernetes/migrate/kustomization.yaml" })
        {
            var image = Yaml(kustomization)[0]["images"]![0]!;
            Word(image["name"]).ShouldBe(Word(Bridge["image"]));
            Word(image["newTag"]).ShouldBe("change-me", "no version is right for everybody");
        }

        Word(Migration["containers"]![0]!["image"]).ShouldBe(Word(Bridge["image"]));
    }

    [Fact]
    public void Every_file_is_applied()
    {
        var listed = Words(Yaml("deploy/kubernetes/kustomization.yaml")[0]["resources"]);
        var there = Directory
            .EnumerateFiles(Path.Combine(Layout.Sources.Root, "deploy", "kubernetes"), "*.yaml")
            .Select(Path.GetFileName)
            .Where(f => f != "kustomization.yaml");
        listed.ShouldBe(there!, ignoreOrder: true);
    }

    [Fact]
    public void The_probes_ask_the_ops_listener_for_what_it_answers()
    {
        var health = Text("src/SmsBridge/Admin/Health.cs");
        foreach (var (probe, path) in new[] { ("livenessProbe", "live"), ("startupProbe", "live"), ("readinessProbe", "accepting") })
        {
            var get = Bridge[probe]!["httpGet"]!;
            Word(get["path"]).ShouldBe($"/health/{path}");
            Word(get["port"]).ShouldBe("ops");
            health.ShouldContain($"\"/{path}\"");
        }

        Port("webhooks").ShouldBe(new Uri(Setting("Public__Listen")).Port);
        Port("ops").ShouldBe(new Uri(Setting("Ops__Listen")).Port);
    }

    [Fact]
    public void A_stop_has_its_time()
    {
        var before = int.Parse(Words(Bridge["lifecycle"]!["preStop"]!["exec"]!["command"])[1], CultureInfo.InvariantCulture);
        int.Parse(Word(Pod["terminationGracePeriodSeconds"])!, CultureInfo.InvariantCulture).ShouldBeGreaterThan(StopBudget + before);
        Text("src/SmsBridge/BridgeHost.cs")
            .ShouldContain("ShutdownBudget = TimeSpan.FromSeconds(17)", customMessage: "then 20 s is no longer true");
    }

    [Fact]
    public void The_spool_outlives_its_pod_and_the_rest_of_the_disk_is_read_only()
    {
        var claim = Set["spec"]!["volumeClaimTemplates"]![0]!;
        var mount = Bridge["volumeMounts"]!.AsArray().Single(m => Word(m!["name"]) == Word(claim["metadata"]!["name"]));
        Word(mount!["mountPath"]).ShouldBe(Setting("Spool__Directory"));
        foreach (var pod in new[] { Pod, Migration })
        {
            Word(pod["securityContext"]!["runAsNonRoot"]).ShouldBe("true");
            Word(pod["securityContext"]!["runAsUser"]).ShouldBe("1654");
            var container = pod["containers"]![0]!["securityContext"]!;
            Word(container["readOnlyRootFilesystem"]).ShouldBe("true");
            Word(container["allowPrivilegeEscalation"]).ShouldBe("false");
            Words(container["capabilities"]!["drop"]).ShouldBe(["ALL"]);
        }
    }

    [Fact]
    public void The_ingress_leads_to_the_webhooks_and_nowhere_else()
    {
        var path = Object("Ingress", "smsbridge")["spec"]!["rules"]!.AsArray().ShouldHaveSingleItem()!["http"]!["paths"]!
            .AsArray()
            .ShouldHaveSingleItem()!;
        Word(path["path"]).ShouldBe("/twilio");
        var service = Object("Service", Word(path["backend"]!["service"]!["name"])!)["spec"]!;
        Word(service["ports"]!.AsArray().ShouldHaveSingleItem()!["targetPort"]).ShouldBe("webhooks");

        var labels = Set["spec"]!["template"]!["metadata"]!["labels"]!.ToJsonString();
        foreach (var name in new[] { "smsbridge", "smsbridge-public", "smsbridge-ops" })
        {
            Object("Service", name)["spec"]!["selector"]!.ToJsonString().ShouldBe(labels);
        }

        Object("PodDisruptionBudget", "smsbridge")["spec"]!["selector"]!["matchLabels"]!.ToJsonString().ShouldBe(labels);
        Object("NetworkPolicy", "smsbridge")["spec"]!["podSelector"]!["matchLabels"]!.ToJsonString().ShouldBe(labels);
    }

    private static string Setting(string name) => Word(Bridge["env"]!.AsArray().Single(e => Word(e!["name"]) == name)!["value"])!;

    private static int Port(string name) =>
        int.Parse(Word(Bridge["ports"]!.AsArray().Single(p => Word(p!["name"]) == name)!["containerPort"])!, CultureInfo.InvariantCulture);

    private static List<string> Words(JsonNode? list) => [.. list!.AsArray().Select(w => Word(w)!)];
}
