using Microsoft.AspNetCore.Http.HttpResults;
using SmsBridge.Numbers;
using SmsBridge.Ops;

namespace SmsBridge.Privacy;

/// <summary><c>/api/v1/customers</c>: everything of one customer, to be read or to be gone.</summary>
internal static class CustomersApi
{
    public static void MapCustomers(this IEndpointRouteBuilder api)
    {
        var customers = api.MapGroup("/customers").WithTags("Customers").NeedsRole(Role.Admin);
        customers
            .MapGet("/{customer}", Export)
            .AuditedInStore(CustomerExport.Action)
            .WithSummary("Everything that is held of one customer, as one document");
        customers
            .MapDelete("/{customer}", Erase)
            .AuditedInStore(Eraser.Action)
            .WithSummary("Removes a customer everywhere and leaves a hashed opt-out; again and again with the same result");
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Export(
        string customer,
        string? number,
        CustomerExport export,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        (customer, number) = (Customers.Read(customer), Addresses.FromQuery(number));
        return await export.Begin(customer, number, actor, cancellationToken)
            ? TypedResults.Stream(stream => export.Write(stream, customer, number, cancellationToken), "application/json")
            : TypedResults.Problem("Nothing is held of this customer.", statusCode: StatusCodes.Status404NotFound);
    }

    /// <summary>Not cancelled with the request: half an erasure helps nobody.</summary>
    private static async Task<Ok<ErasureAnswer>> Erase(string customer, string? number, bool? allChannels, Eraser eraser, Actor actor)
    {
        var addresses = Customers.Addresses(Customers.Read(customer), allChannels ?? false);
        var reports = new List<ErasureReport>();
        foreach (var address in addresses)
        {
            reports.Add(await eraser.Erase(address, Addresses.FromQuery(number), actor, CancellationToken.None));
        }

        return TypedResults.Ok(new ErasureAnswer(reports.Exists(r => r.Found), reports));
    }
}

/// <param name="Found">False: nothing was held under any of the addresses.</param>
/// <param name="Erased">One entry an address.</param>
internal sealed record ErasureAnswer(bool Found, IReadOnlyList<ErasureReport> Erased);
