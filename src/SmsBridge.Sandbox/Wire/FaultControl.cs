using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmsBridge.Sandbox.Wire;

/// <summary>A fault as it is planned over HTTP: either for the next <c>next</c> requests, or with a lasting <c>rate</c>.</summary>
/// <param name="Key">To (Twilio) or conversation id (Chat API; the customer on create).</param>
internal sealed record FaultOrder(
    int? Next,
    double? Rate,
    string? Operation,
    string? Key,
    FaultEnding Ending = FaultEnding.Error,
    bool TakesEffect = false,
    int Status = 503,
    string? Code = null,
    FaultBody Body = FaultBody.Json,
    double? RetryAfterSeconds = null,
    double DelaySeconds = 0
)
{
    public Fault Fault =>
        new()
        {
            Ending = Ending,
            TakesEffect = TakesEffect || Ending is FaultEnding.Answer,
            Status = Status,
            Code = Code,
            Body = Body,
            RetryAfter = RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Delay = TimeSpan.FromSeconds(DelaySeconds),
        };
}

internal sealed record FaultView(string Operation, string Key, string Ending, bool TakesEffect, int Status, string? Code);

/// <summary><c>/sandbox/faults</c>: POST plans one, GET lists the requests that met one, DELETE clears the plan.</summary>
internal static class FaultControl
{
    public static void Map(WebApplication app, FaultPlan faults)
    {
        app.MapPost(
            "/sandbox/faults",
            context =>
                ControlJson.Read(
                    context,
                    WireJson.Default.FaultOrder,
                    order =>
                    {
                        if (order.Rate is { } rate)
                            faults.Rate(rate, order.Fault, order.Operation, order.Key);
                        else
                            faults.Next(order.Next ?? 1, order.Fault, order.Operation, order.Key);
                        return ControlJson.Done(context);
                    }
                )
        );
        app.MapGet("/sandbox/faults", context => context.Response.WriteAsJsonAsync(View(faults), WireJson.Default.IReadOnlyListFaultView));
        app.MapDelete(
            "/sandbox/faults",
            context =>
            {
                faults.Clear();
                return ControlJson.Done(context);
            }
        );
    }

    private static IReadOnlyList<FaultView> View(FaultPlan faults) =>
        [
            .. faults
                .Applied.All()
                .Select(c => new FaultView(
                    c.Operation,
                    c.Key,
                    c.Fault.Ending.ToString(),
                    c.Fault.TakesEffect,
                    c.Fault.Status,
                    c.Fault.Code
                )),
        ];
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(FaultOrder))]
[JsonSerializable(typeof(IReadOnlyList<FaultView>))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class WireJson : JsonSerializerContext;
