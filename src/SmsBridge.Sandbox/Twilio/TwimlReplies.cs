using System.Xml;
using System.Xml.Linq;

namespace SmsBridge.Sandbox.Twilio;

/// <summary>
/// What Twilio would text back because of a webhook's answer: each TwiML Message, and the whole body of a text/plain answer, which is
/// why a bare "OK" reaches the customer.
/// </summary>
internal static class TwimlReplies
{
    public static IReadOnlyList<string> In(WebhookAnswer answer)
    {
        if (answer.Status is < 200 or > 299 || answer.Body.Length == 0 || answer.Body.EndsWith("<Response/>", StringComparison.Ordinal))
            return [];
        var type = answer.ContentType?.Split(';')[0].Trim();
        return type switch
        {
            "text/plain" => [answer.Body],
            "text/xml" or "application/xml" or "text/html" => Messages(answer.Body),
            _ => [],
        };
    }

    private static IReadOnlyList<string> Messages(string xml)
    {
        try
        {
            var messages = XDocument.Parse(xml).Root?.Elements("Message") ?? [];
            return [.. messages.Select(m => m.Element("Body")?.Value ?? m.Value).Where(text => text.Length > 0)];
        }
        catch (XmlException)
        {
            // 12100: Twilio logs the document as unreadable and sends nothing.
            return [];
        }
    }
}
