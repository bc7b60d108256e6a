using Microsoft.AspNetCore.Http.HttpResults;
using SmsBridge.Messages;
using SmsBridge.Outbound;

namespace SmsBridge.Twilio.Webhooks;

/// <summary><c>POST /twilio/status/{messageId}</c>: how far an outgoing message has come.</summary>
internal static class StatusWebhook
{
    public static async Task<Results<NoContent, ProblemHttpResult>> Receive(
        string messageId,
        HttpRequest request,
        WebhookDoor door,
        DeliveryStore deliveries,
        DeliverySpans spans,
        SendMetrics metrics
    )
    {
        var entry = await door.Open(request);
        if (entry.Signed is not var (form, _))
        {
            return entry.Refusal!;
        }

        var word = form["MessageStatus"] ?? form["SmsStatus"] ?? "";
        if (Guid.TryParse(messageId, out var id) && word.Length > 0)
        {
            var status = TwilioStatus.Read(word);
            var code = int.TryParse(form["ErrorCode"], out var number) ? number : (int?)null;
            var failure = status is OutboundStatus.Failed or OutboundStatus.Undelivered ? TwilioErrors.Delivery(word, code) : null;
            metrics.Told(form["From"] ?? "", status, failure);
            using var span = await spans.Start(id, status, failure);
            await deliveries.Apply(new DeliveryUpdate(id, status, word, form["MessageSid"] ?? form["SmsSid"], failure));
        }

        return TypedResults.NoContent();
    }
}
