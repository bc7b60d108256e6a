using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.FunctionalTests.Deploy;

/// <summary>
/// nginx with the configuration of this repository, filled in by the command of the guide, and a certificate of its own. Never Debian's service: a
/// process in a temporary folder that ends with the tests.
/// </summary>
internal sealed class TestNginx : IAsyncDisposable
{
    public const string Host = "sms.example.test";
    public const string Prefix = "/bridge";

    /// <summary>Public:BaseUrl of the bridges behind it.</summary>
    public const string BaseUrl = $"https://{Host}{Prefix}";

    private const string Output = "/etc/nginx/conf.d/smsbridge.conf";

    // The end of its input ends nginx, also when these tests are killed.
    private const string Script = """
        "$1" -p "$2" -e "$2/startup.log" -c "$2/nginx.conf" >"$2/nginx.out" 2>&1 &
        nginx=$!
        read -r _
        kill -TERM "$nginx" 2>/dev/null
        wait "$nginx"
        """;

    private static readonly string? Program = new[]
    {
        "/usr/sbin/nginx",
        "/usr/bin/nginx",
        "/usr/local/bin/nginx",
        "/opt/homebrew/bin/nginx",
    }.FirstOrDefault(File.Exists);

    private readonly TemporaryFolder place;
    private readonly Process running;
    private readonly HttpClient http;

    private TestNginx(TemporaryFolder place, Process running, HttpClient http) =>
        (this.place, this.running, this.http) = (place, running, http);

    public string AccessLog => Read("smsbridge-access.log");

    public string ErrorLog => Read("smsbridge-error.log");

    /// <summary>Skips the test where nginx, or what the guide's command needs, is not installed.</summary>
    /// <param name="instances">Their public addresses.</param>
    public static async Task<TestNginx> Start(string instance1, string instance2)
    {
        Assert.SkipWhen(Program is null, "nginx is not installed. On Debian: apt-get install -y nginx-light");
        Assert.SkipUnless(File.Exists("/usr/bin/envsubst"), "envsubst is not installed. On Debian: apt-get install -y gettext-base");
        var folder = new TemporaryFolder();
        var port = new Uri(Ports.FreeAddress()).Port;
        using var certificate = Certificate();
        string InFolder(string name) => Path.Combine(folder.Path, name);
        await File.WriteAllTextAsync(InFolder("certificate.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(InFolder("key.pem"), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        await FillIn(
            InFolder("smsbridge.conf"),
            new Dictionary<string, string>
            {
                ["SMS_HOST"] = Host,
                ["SMS_PORT"] = $"127.0.0.1:{port}",
                ["SMS_PREFIX"] = Prefix,
                ["SMS_CERTIFICATE"] = InFolder("certificate.pem"),
                ["SMS_CERTIFICATE_KEY"] = InFolder("key.pem"),
                ["SMS_INSTANCE_1"] = new Uri(instance1).Authority,
                ["SMS_INSTANCE_2"] = new Uri(instance2).Authority,
                ["SMS_LOGS"] = folder.Path,
            }
        );
        await File.WriteAllTextAsync(InFolder("nginx.conf"), Surrounding(folder.Path));
        var shell = Process.Start(
            new ProcessStartInfo("/bin/sh", ["-c", Script, "nginx", Program!, folder.Path])
            {
                RedirectStandardInput = true,
                UseShellExecute = false,
            }
        )!;
        var nginx = new TestNginx(folder, shell, Client(port, certificate.GetCertHashString(HashAlgorithmName.SHA256)));
        await Eventually.Holds(
            () => Listens(port),
            $"nginx listens: {nginx.Read("startup.log")}{nginx.Read("nginx.out")}",
            TimeSpan.FromSeconds(15)
        );
        return nginx;
    }

    /// <summary>Posts as Twilio does: to the public URL, signed over it.</summary>
    /// <param name="path">Below <see cref="BaseUrl"/>.</param>
    public async Task<int> Post(string path, List<KeyValuePair<string, string>> fields, string? signedUrl = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, BaseUrl + path) { Content = new FormUrlEncodedContent(fields) };
        var signature = TwilioSignature.Sign(TwilioAccount.Default.PrimaryToken, signedUrl ?? BaseUrl + path, fields);
        request.Headers.TryAddWithoutValidation("X-Twilio-Signature", signature);
        using var answer = await http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    /// <param name="path">Below the host.</param>
    public async Task<(int Status, string Body)> Get(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://{Host}{path}");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {BridgeSettings.Key}");
        using var answer = await http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        running.StandardInput.Close();
        await running.WaitForExitAsync();
        running.Dispose();
        place.Dispose();
    }

    /// <summary>The variables that the guide's command fills in.</summary>
    public static string GuideCommand()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "going-live.md"));
        var from = guide.IndexOf("envsubst '", StringComparison.Ordinal);
        from.ShouldBeGreaterThan(0, "the guide says how the configuration is filled in");
        var to = guide.IndexOf(Output, from, StringComparison.Ordinal);
        to.ShouldBeGreaterThan(from);
        return guide[from..(to + Output.Length)].Trim();
    }

    private static async Task FillIn(string file, Dictionary<string, string> values)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", GuideCommand().Replace(Output, file, StringComparison.Ordinal)])
        {
            UseShellExecute = false,
            WorkingDirectory = Repository.Root,
        };
        foreach (var (name, value) in values)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
        (await File.ReadAllTextAsync(file)).ShouldNotContain("${");
    }

    /// <summary>What Debian's nginx.conf does for a file in conf.d, without its paths.</summary>
    private static string Surrounding(string folder) =>
        $$"""
            user root;
            worker_processes 1;
            daemon off;
            pid {{folder}}/nginx.pid;
            error_log {{folder}}/startup.log;
            events { worker_connections 256; }
            http {
                client_body_temp_path {{folder}}/body;
                proxy_temp_path {{folder}}/proxy;
                fastcgi_temp_path {{folder}}/fastcgi;
                uwsgi_temp_path {{folder}}/uwsgi;
                scgi_temp_path {{folder}}/scgi;
                include {{folder}}/smsbridge.conf;
            }
            """;

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Host);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    /// <summary>Finds the host here, and trusts this one certificate.</summary>
    private static HttpClient Client(int port, string fingerprint) =>
        new(
            new SocketsHttpHandler
            {
                UseProxy = false,
                ConnectCallback = async (_, cancellationToken) =>
                {
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                    await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                },
                SslOptions = new SslClientAuthenticationOptions
                {
                    RemoteCertificateValidationCallback = (_, found, _, _) =>
                        found is X509Certificate2 shown && shown.GetCertHashString(HashAlgorithmName.SHA256) == fingerprint,
                },
            }
        )
        {
            Timeout = TimeSpan.FromSeconds(30),
        };

    private static async Task<bool> Listens(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private string Read(string name) => File.Exists(Path.Combine(place.Path, name)) ? File.ReadAllText(Path.Combine(place.Path, name)) : "";
}
