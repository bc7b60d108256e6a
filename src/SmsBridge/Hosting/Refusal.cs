using Microsoft.AspNetCore.Http.HttpResults;

namespace SmsBridge.Hosting;

/// <summary>Why something that people want to do with a thread is not done.</summary>
/// <param name="Code">Stable, for programs; the member <c>code</c> of the problem details.</param>
/// <param name="Detail">For people, with the remedy.</param>
internal sealed record Refusal(int Status, string Code, string Detail)
{
    public static Refusal OptedOut { get; } =
        Conflict("opted-out", "The customer has opted out and must not be texted; they can text START to come back.");

    public static Refusal CountryNotAllowed { get; } =
        Conflict("country-not-allowed", "The number's replyCountries do not list the customer's country; add it to the number document.");

    public static Refusal NotAccepted { get; } =
        Conflict("not-accepted", "Nobody has accepted this handoff yet; accept it first, which gives a control token.");

    public static Refusal StaleToken { get; } =
        Conflict("stale-control-token", "The handoff was accepted again since, or too long ago; accept it for a new control token.");

    public static Refusal Unknown(Guid handoffId) =>
        new(StatusCodes.Status404NotFound, "unknown-handoff", $"There is no handoff {handoffId}.");

    public static Refusal Over(string state) =>
        Conflict("handoff-over", $"The handoff is over ({state}); the thread is the agent's until it hands over again.");

    public static Refusal Reused(string clientMessageId) =>
        Conflict(
            "client-message-id-reused",
            $"clientMessageId '{clientMessageId}' belongs to another text of this thread; give each text an id of its own."
        );

    public static Refusal Conflict(string code, string detail) => new(StatusCodes.Status409Conflict, code, detail);

    public ProblemHttpResult Problem() =>
        TypedResults.Problem(Detail, statusCode: Status, extensions: new Dictionary<string, object?> { ["code"] = Code });

    public static ValidationProblem Invalid(Dictionary<string, string[]> errors) =>
        TypedResults.ValidationProblem(errors, extensions: new Dictionary<string, object?> { ["code"] = "invalid-request" });
}
