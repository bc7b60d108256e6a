using Microsoft.Extensions.Options;
using SmsBridge.Hosting;

namespace SmsBridge.Admin;

/// <summary>Whether the proxy in front leads to the listener of operators, too.</summary>
internal sealed class ExposureCheck(IOptions<PublicOptions> options) : ICheck
{
    public Task<IReadOnlyList<Probe>> Probes(CancellationToken cancellationToken)
    {
        var baseUrl = new Uri(options.Value.BaseUrl.TrimEnd('/') + "/");
        Uri[] doors = [new(baseUrl, "health/live"), new(baseUrl, "/health/live")];
        return Task.FromResult<IReadOnlyList<Probe>>([.. doors.Distinct().Select(door => new Probe(null, token => Knock(door, token)))]);
    }

    private static async Task<IReadOnlyList<Finding>> Knock(Uri door, CancellationToken cancellationToken)
    {
        using var http = OutgoingHttp.Client(OutgoingHttp.ProbeBytes);
        try
        {
            using var answer = await http.GetAsync(door, cancellationToken);
            var body = answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync(cancellationToken) : "";
            return body.Replace(" ", "", StringComparison.Ordinal) == "{\"status\":\"ok\"}"
                ?
                [
                    Finding.Fail(
                        $"{door} answers: the API and the console are open to the world",
                        "Let the proxy lead to Public:Listen only, best only to its path /twilio."
                    ),
                ]
                : [];
        }
        catch (HttpRequestException)
        {
            // The check of the public URL says what is wrong with it.
            return [];
        }
    }
}
