using System.Reflection;

namespace SmsBridge.Hosting;

/// <summary>The words that a member or parameter may hold: these, or the constants of a class that lists them.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class WordsAttribute : Attribute
{
    public WordsAttribute(params string[] words) => All = words;

    public WordsAttribute(params Type[] lists) => All = [.. lists.SelectMany(Of)];

    public IReadOnlyList<string> All { get; }

    private static IEnumerable<string> Of(Type list) =>
        list.IsEnum
            ? Enum.GetNames(list)
            : list.GetFields(BindingFlags.Static | BindingFlags.Public)
                .Where(f => f.IsLiteral)
                .Select(f => f.GetRawConstantValue())
                .OfType<string>();
}
