using SmsBridge.Hosting;

namespace SmsBridge.Numbers;

/// <summary>A mistake in a number document.</summary>
/// <param name="Number">The number, or which entry of the file it is.</param>
/// <param name="Member">Null: the document as a whole.</param>
internal sealed record NumberMistake(string Number, string? Member, string What)
{
    public override string ToString() => $"{Number}{(Member is null ? "" : $" {Member}")}: {What}";
}

/// <summary>
/// The mistakes of a file or a document, as many as somebody can read and no more: whoever makes a hundred thousand gets a page that can be shown, and
/// reading ends there.
/// </summary>
internal sealed class NumberMistakes
{
    public const int Most = 100;

    public const string AndMore = "There are more mistakes; correct these first.";

    private const int LongestName = 120;
    private const int LongestWords = 1000;

    private readonly List<NumberMistake> found = [];
    private readonly HashSet<Type> explained = [];

    public IReadOnlyList<NumberMistake> Found => found;

    /// <summary>Some were left out: whoever reads can stop.</summary>
    public bool HasMore { get; private set; }

    /// <summary>One line a mistake, and one that says that there are more.</summary>
    public IEnumerable<string> Lines => found.Select(m => m.ToString()).Concat(HasMore ? [AndMore] : []);

    public void Add(string number, string? member, string what)
    {
        HasMore |= found.Count == Most;
        if (!HasMore)
        {
            found.Add(
                new NumberMistake(
                    Excerpt.Of(number),
                    member is null ? null : Excerpt.Of(member, LongestName),
                    Excerpt.Of(what, LongestWords)
                )
            );
        }
    }

    /// <summary>True once for each type: its members need to be listed only once.</summary>
    public bool IsFirstOf(Type type) => explained.Add(type);
}
