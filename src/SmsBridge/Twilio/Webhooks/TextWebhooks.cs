using Microsoft.AspNetCore.Http.HttpResults;
using SmsBridge.Inbound;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Observability;
using SmsBridge.Outbound;

namespace SmsBridge.Twilio.Webhooks;

/// <summary><c>POST /twilio/inbound</c>: a customer's text, stored durably before it is acknowledged.</summary>
internal static class InboundWebhook
{
    /// <summary>TwiML without instructions: no reply comes from here. Any text instead would be sent to the customer.</summary>
    private static readonly ContentHttpResult Acknowledged = TypedResults.Text(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>",
        "text/xml"
    );

    public static async Task<Results<ContentHttpResult, ProblemHttpResult>> Receive(
        HttpRequest request,
        WebhookAuthenticator door,
        NumberBook numbers,
        InboundReceiver receiver,
        ILogger<TwilioClient> log
    )
    {
        var entry = await door.Open(request);
        if (entry.Signed is not var (form, account))
        {
            return entry.Refusal!;
        }

        if ((FormRules.Missing(form, "MessageSid", "From", "To") ?? FormRules.Mistake(form)) is { } mistake)
        {
            return Problem(StatusCodes.Status400BadRequest, mistake);
        }

        var number = numbers.Find(form["To"]!);
        if (number is not null && number.TwilioAccount != account.Name)
        {
            log.WrongAccount(account.Name, Mask.Address(form["To"]!));
            return Problem(StatusCodes.Status403Forbidden, "The number belongs to another Twilio account.");
        }

        return await receiver.Receive(InboundFields.ToText(form, number?.Language) with { Trace = Traces.Current }) switch
        {
            Reception.Starting => Problem(StatusCodes.Status503ServiceUnavailable, "The bridge is starting."),
            Reception.NotStored => Problem(StatusCodes.Status503ServiceUnavailable, "The text cannot be stored now."),
            _ => Acknowledged,
        };
    }

    private static ProblemHttpResult Problem(int status, string why) => TypedResults.Problem(why, statusCode: status);
}

/// <summary><c>POST /twilio/status/{messageId}</c>: how far an outgoing message has come.</summary>
internal static class StatusWebhook
{
    public static async Task<Results<NoContent, ProblemHttpResult>> Receive(
        string messageId,
        HttpRequest request,
        WebhookAuthenticator door,
        DeliveryReceipts deliveries,
        DeliverySpans spans,
        SendMetrics metrics
    )
    {
        var entry = await door.Open(request);
        if (entry.Signed is not var (form, account))
        {
            return entry.Refusal!;
        }

        if (FormRules.Mistake(form) is { } mistake)
        {
            return TypedResults.Problem(mistake, statusCode: StatusCodes.Status400BadRequest);
        }

        var word = form["MessageStatus"] ?? form["SmsStatus"] ?? "";
        if (Guid.TryParse(messageId, out var id) && word.Length > 0)
        {
            var status = TwilioStatus.Read(word);
            var code = int.TryParse(form["ErrorCode"], out var number) ? number : (int?)null;
            var failure = status is OutboundStatus.Failed or OutboundStatus.Undelivered ? TwilioErrors.Delivery(word, code) : null;
            metrics.Told(form["From"] ?? "", status, failure);
            using var span = await spans.Start(id, status, failure);
            await deliveries.Apply(
                new DeliveryReceipt(id, status, word, form["MessageSid"] ?? form["SmsSid"], failure) { Account = account.Name }
            );
        }

        return TypedResults.NoContent();
    }
}
