using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SmsBridge.Hosting;

/// <summary>
/// What the XML comments say of types and members, from the file that the compiler writes beside the assembly. The source generator of the OpenAPI
/// package does the same, but only for public types and not for members that a record declares in its head.
/// </summary>
internal sealed partial class XmlComments(Dictionary<string, XElement> comments)
{
    public static XmlComments OfThisAssembly()
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"{typeof(XmlComments).Assembly.GetName().Name}.xml");
        var members = File.Exists(file) ? XDocument.Load(file).Descendants("member") : [];
        return new XmlComments(members.ToDictionary(m => m.Attribute("name")!.Value, StringComparer.Ordinal));
    }

    public string? Of(Type type) => Text(comments.GetValueOrDefault($"T:{Name(type)}")?.Element("summary"));

    public string? Of(MemberInfo member) =>
        Text(comments.GetValueOrDefault($"P:{Name(member.DeclaringType!)}.{member.Name}")?.Element("summary"))
        ?? Text(
            comments
                .GetValueOrDefault($"T:{Name(member.DeclaringType!)}")
                ?.Elements("param")
                .FirstOrDefault(p => p.Attribute("name")?.Value == member.Name)
        );

    private static string Name(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    /// <summary>As Markdown, with members under their names in JSON.</summary>
    private static string? Text(XElement? comment)
    {
        if (comment is null)
        {
            return null;
        }

        var text = string.Concat(comment.Nodes().Select(Text));
        return Blanks().Replace(text, " ").Trim();
    }

    private static string Text(XNode node) =>
        node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement element when (element.Attribute("cref") ?? element.Attribute("name")) is { } name =>
                $"`{JsonNamingPolicy.CamelCase.ConvertName(name.Value.Split('.')[^1])}`",
            XElement element => string.Concat(element.Nodes().Select(Text)),
            _ => "",
        };

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Blanks();
}
