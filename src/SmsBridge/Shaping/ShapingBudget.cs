namespace SmsBridge.Shaping;

/// <summary>
/// How many nodes of the trees that parsers make of one text are looked at. No text that anybody meant needs a tenth; a parser that makes many
/// nodes of few characters must not cost more than that, and the text then goes out as it stands.
/// </summary>
internal sealed class ShapingBudget
{
    public const int Nodes = 20_000;

    public int Visited { get; private set; }

    public bool IsSpent => Visited > Nodes;

    /// <returns>False: nothing more may be looked at.</returns>
    public bool Visit()
    {
        Visited++;
        return !IsSpent;
    }
}
