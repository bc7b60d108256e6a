using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;

namespace Refit;

/// <summary>Makes implementations of annotated interfaces.</summary>
public static class RestService
{
    private static readonly ConcurrentDictionary<Type, FrozenDictionary<MethodInfo, RestPlan>> Plans = new();

    /// <summary>Client with the default settings; see <see cref="For{T}(HttpClient, RefitSettings?)"/>.</summary>
    public static T For<T>(HttpClient client) => For<T>(client, settings: null);

    /// <summary>
    /// Client for the interface, sending through <paramref name="client"/>, whose BaseAddress every path is appended to.
    /// Throws ArgumentException for a wrong declaration, NotSupportedException for one that this stand-in does not know.
    /// </summary>
    public static T For<T>(HttpClient client, RefitSettings? settings)
    {
        ArgumentNullException.ThrowIfNull(client);
        var plans = Plans.GetOrAdd(typeof(T), CompileAll);
        var proxy = DispatchProxy.Create<T, RestProxy>();
        ((RestProxy)(object)proxy!).Configure(client, settings ?? new RefitSettings(), plans);
        return proxy;
    }

    private static FrozenDictionary<MethodInfo, RestPlan> CompileAll(Type type) =>
        type.IsInterface
            ? type.GetInterfaces()
                .Append(type)
                .SelectMany(each => each.GetMethods())
                .ToFrozenDictionary(method => method, RestPlanCompiler.Compile)
            : throw new ArgumentException($"{type} is not an interface.", nameof(type));
}
