using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using SmsBridge.Hosting;

namespace SmsBridge.Privacy;

/// <summary><c>/api/v1/customers</c>: everything of one customer, to be read or to be gone.</summary>
internal static class CustomersApi
{
    public static void MapCustomers(this IEndpointRouteBuilder api)
    {
        var customers = api.MapGroup("/customers").WithTags("Customers").NeedsRole(Role.Admin);
        customers
            .MapGet("/{customer}", Export)
            .HoldsItsConnection()
            .AuditedInStore(CustomerExport.Action)
            .Documented(
                "exportCustomer",
                "Everything that is held of one customer, as one document",
                "Written as it is read, however long it is. The look itself is in the audit log, without the number."
            )
            .GivesText("application/json", PrivacyExamples.Export)
            .Refuses(NothingHeld(), NoAddress());
        customers
            .MapDelete("/{customer}", Erase)
            .AuditedInStore(Eraser.Action)
            .Documented(
                "eraseCustomer",
                "Removes a customer everywhere and leaves a hashed opt-out",
                "Again and again with the same result. A text that comes in afterwards is that of a new customer; one who had opted out still has."
            )
            .Gives(200, PrivacyExamples.Erased)
            .Refuses(NoAddress());
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Export(
        [Description("The address that they text from, for example `+14155550101` or `whatsapp:+14155550101`.")] string customer,
        [Description("Only what they have with this number of ours.")] string? number,
        CustomerExport export,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        (customer, number) = (Customers.Read(customer), Addresses.FromQuery(number));
        return await export.Begin(customer, number, actor, cancellationToken)
            ? TypedResults.Stream(stream => export.Write(stream, customer, number, cancellationToken), "application/json")
            : NothingHeld();
    }

    private static ProblemHttpResult NoAddress() => TypedResults.Problem(Customers.NoAddress, statusCode: StatusCodes.Status400BadRequest);

    private static ProblemHttpResult NothingHeld() =>
        TypedResults.Problem("Nothing is held of this customer.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>Not cancelled with the request: half an erasure helps nobody.</summary>
    private static async Task<Ok<ErasureAnswer>> Erase(
        [Description("The address that they text from, for example `+14155550101` or `whatsapp:+14155550101`.")] string customer,
        [Description("Only what they have with this number of ours.")] string? number,
        [Description("True: the same phone by SMS, WhatsApp and RCS, which are three customers.")] bool? allChannels,
        Eraser eraser,
        Actor actor
    )
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

/// <summary>What an erasure found and removed.</summary>
/// <param name="Found">False: nothing was held under any of the addresses.</param>
/// <param name="Erased">One entry an address.</param>
internal sealed record ErasureAnswer(bool Found, IReadOnlyList<ErasureReport> Erased);
