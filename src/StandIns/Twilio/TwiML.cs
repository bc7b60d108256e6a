using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Xml.Linq;

namespace Twilio.TwiML;

/// <summary>A TwiML element with what is inside it.</summary>
[SuppressMessage("Design", "MA0049:Type name should not match containing namespace", Justification = "The real package names it so.")]
public class TwiML
{
    private readonly XElement element;

    // The empty text makes an empty element print as <Response></Response>, as the real package does.
    protected TwiML(string tagName) => element = new XElement(tagName, "");

    /// <summary>The element as a document with an XML declaration.</summary>
    public XDocument ToXDocument() => new(new XDeclaration("1.0", "utf-8", standalone: null), new XElement(element));

    /// <summary>
    /// XML text with its declaration; indented unless told otherwise. An overload, not an override: interpolation and
    /// <c>object.ToString()</c> give the type's name, as with the real package.
    /// </summary>
    public string ToString(SaveOptions formattingOptions = SaveOptions.None)
    {
        using var writer = new Utf8Writer();
        ToXDocument().Save(writer, formattingOptions);
        return writer.ToString();
    }

    private protected void Add(string tagName, string? text, params IEnumerable<XAttribute?> attributes) =>
        element.Add(new XElement(tagName, text ?? "", attributes));

    // The declaration names the writer's encoding, which would be utf-16.
    private sealed class Utf8Writer : StringWriter
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}
