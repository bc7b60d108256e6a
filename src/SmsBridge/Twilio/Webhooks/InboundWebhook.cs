using Microsoft.AspNetCore.Http.HttpResults;
using SmsBridge.Hosting;
using SmsBridge.Inbound;
using SmsBridge.Numbers;
using SmsBridge.Observability;

namespace SmsBridge.Twilio.Webhooks;

/// <summary><c>POST /twilio/inbound</c>: a customer's text, stored durably before it is acknowledged.</summary>
internal static class InboundWebhook
{
    private static readonly string[] Required = ["MessageSid", "From", "To"];

    /// <summary>TwiML without instructions: no reply comes from here. Any text instead would be sent to the customer.</summary>
    private static readonly ContentHttpResult Acknowledged = TypedResults.Text(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>",
        "text/xml"
    );

    public static async Task<Results<ContentHttpResult, ProblemHttpResult>> Receive(
        HttpRequest request,
        WebhookDoor door,
        NumberBook numbers,
        Intake intake,
        BridgeMetrics metrics,
        ILogger<TwilioClient> log
    )
    {
        var entry = await door.Open(request);
        if (entry.Signed is not var (form, account))
        {
            return entry.Refusal!;
        }

        if (Array.Find(Required, name => string.IsNullOrWhiteSpace(form[name])) is { } missing)
        {
            return TypedResults.Problem($"The field {missing} is missing.", statusCode: StatusCodes.Status400BadRequest);
        }

        if (!numbers.IsLoaded)
        {
            return TypedResults.Problem("The bridge is starting.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        var (from, to) = (form["From"]!, form["To"]!);
        var number = numbers.Find(to);
        if (number is not null && number.TwilioAccount != account.Name)
        {
            log.WrongAccount(account.Name, Mask.Address(to));
            return Refused("The number belongs to another Twilio account.");
        }

        if (Unanswered(number, from, numbers) is { } reason)
        {
            metrics.TextNotTaken(reason);
            log.TextNotTaken(reason, Mask.Address(to), Mask.Address(from));
            return Acknowledged;
        }

        try
        {
            var how = await intake.Take(form.ToText() with { Trace = Traces.Current });
            metrics.TextTaken(how, number!.Agent, NumberClass.Of(to));
            return Acknowledged;
        }
        catch (IOException error)
        {
            // Neither Postgres nor the disk takes it. Twilio's fallback and error log must see that.
            log.TextNotStored(error.Message);
            return TypedResults.Problem("The text cannot be stored now.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <returns>Why this text starts no turn; null when it does.</returns>
    private static string? Unanswered(NumberDocument? number, string from, NumberBook numbers) =>
        number is null ? "unknown-number"
        : !number.Enabled ? "disabled-number"
        : Addresses.IsAlphanumericSender(from) ? "alphanumeric-sender"
        : numbers.Find(from) is not null ? "own-number"
        : null;

    private static ProblemHttpResult Refused(string why) => TypedResults.Problem(why, statusCode: StatusCodes.Status403Forbidden);
}
