using System.Xml.Linq;

namespace Twilio.TwiML;

/// <summary>The answer to a message webhook; empty it acknowledges without a reply.</summary>
public class MessagingResponse() : TwiML("Response")
{
    /// <summary>Adds a reply of at most 1600 characters, by default from the number that was texted to the one that texted.</summary>
    public MessagingResponse Message(string? body = null, string? to = null, string? from = null)
    {
        Add("Message", body, to is null ? null : new XAttribute("to", to), from is null ? null : new XAttribute("from", from));
        return this;
    }
}
