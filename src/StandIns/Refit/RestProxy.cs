using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Refit;

/// <summary>Implements an annotated interface by sending each call as its plan says.</summary>
[SuppressMessage("Performance", "CA1852:Seal internal types", Justification = "DispatchProxy derives from it at run time.")]
[SuppressMessage("Design", "MA0053:Make class sealed", Justification = "DispatchProxy derives from it at run time.")]
internal class RestProxy : DispatchProxy
{
    private HttpClient client = null!;
    private RefitSettings settings = null!;
    private FrozenDictionary<MethodInfo, RestPlan> plans = null!;
    private string? prefix;

    public void Configure(HttpClient client, RefitSettings settings, FrozenDictionary<MethodInfo, RestPlan> plans)
    {
        this.client = client;
        this.settings = settings;
        this.plans = plans;
    }

    protected override object Invoke(MethodInfo? targetMethod, object?[]? args) => Send(plans[targetMethod!], args ?? []);

    private async Task<HttpResponseMessage> Send(RestPlan plan, object?[] args)
    {
        // Callers dispose the response and read its body themselves, so headers are enough to return.
        using var request = plan.CreateRequest(prefix ??= Prefix(client.BaseAddress), args, settings);
        var cancellation = plan.CancellationOf(args);
        if (request.Content is not null && (plan.Body?.Buffered ?? settings.Buffered))
            await request.Content.LoadIntoBufferAsync(cancellation);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    // Paths are appended, not resolved: a prefix in the base address stays, and one that ends in '/' gives '//'.
    private static string Prefix(Uri? address) =>
        address is null
            ? throw new InvalidOperationException("The HttpClient needs a BaseAddress.")
            : address.GetLeftPart(UriPartial.Authority) + (address.AbsolutePath is "/" ? "" : address.AbsolutePath);
}
