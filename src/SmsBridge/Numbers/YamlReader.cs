using System.Text.Json.Nodes;
using SmsBridge.Hosting;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace SmsBridge.Numbers;

/// <summary>
/// Builds JSON out of the events of a YAML parser, within limits. Events and not the library's nodes: those follow aliases, so that 17 bytes make
/// them endless and 345 bytes fill the memory, and they are read without a limit on levels.
/// </summary>
internal sealed class YamlReader
{
    /// <summary>Levels of lists and members. A file of numbers needs ten.</summary>
    public const int MaxDepth = 32;

    /// <summary>Words, lists and members, counted again wherever an alias repeats them.</summary>
    public const int MaxEvents = 100_000;

    /// <summary>Characters that aliases make, all of them together.</summary>
    public const int MaxAliasCharacters = 1_000_000;

    private const string Merge = "<<";

    private readonly Parser parser;

    /// <summary>What anchors name; null while that is still being read.</summary>
    private readonly Dictionary<AnchorName, Piece?> anchors = [];

    private int events;
    private int characters;
    private int aliasCharacters;

    private YamlReader(string text) => parser = new Parser(new StringReader(text));

    /// <returns>Null for a file without a document.</returns>
    /// <exception cref="InvalidDataException">More than one document, or beyond a limit, with the line.</exception>
    /// <exception cref="YamlException">It is no YAML.</exception>
    public static JsonNode? Read(string text)
    {
        var reader = new YamlReader(text);
        reader.Next();
        return reader.Next() is DocumentStart start ? reader.Document(start) : null;
    }

    private JsonNode? Document(DocumentStart start)
    {
        // The two that need no directive are there always. A short name for a long tag would be written out wherever it is used.
        if (start.Tags?.Any(t => (t.Handle, t.Prefix) is not (("!", "!") or ("!!", "tag:yaml.org,2002:"))) == true)
        {
            throw Bad(start, "the directive %TAG is not understood; leave it out.");
        }

        var node = Value(Next(), 0).Node;
        Next();
        return Next() is StreamEnd
            ? node
            : throw new InvalidDataException("has more than one YAML document (a line ---); put all numbers into one list.");
    }

    private ParsingEvent Next()
    {
        var line = parser.Current?.End.Line ?? 1;
        try
        {
            if (!parser.MoveNext())
            {
                throw new InvalidDataException("ends in the middle.");
            }
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            // The parser has such for faults that it has no words for.
            throw new InvalidDataException(
                $"line {line} or below: this cannot be read as YAML; look for quotes, brackets and indentation.",
                error
            );
        }

        var next = parser.Current!;
        Count(next, 1);
        return next;
    }

    private Piece Value(ParsingEvent at, int depth)
    {
        if (at is AnchorAlias alias)
        {
            return Repeat(alias, depth);
        }

        var anchor = at is NodeEvent { Anchor: var name } ? name : AnchorName.Empty;
        if (!anchor.IsEmpty)
        {
            anchors[anchor] = null;
        }

        var (eventsBefore, charactersBefore) = (events, characters);
        var (node, height) = at switch
        {
            Scalar { Style: ScalarStyle.Plain or ScalarStyle.Any } word => (Yaml.Word(Text(word)), 0),
            Scalar quoted => (JsonValue.Create(Text(quoted)), 0),
            SequenceStart => List(at, depth + 1),
            MappingStart => Members(at, depth + 1),
            _ => throw Bad(at, "this kind of YAML is not understood."),
        };
        var piece = new Piece(node, height, events - eventsBefore + 1, characters - charactersBefore);
        if (!anchor.IsEmpty)
        {
            anchors[anchor] = piece;
        }

        return piece;
    }

    private (JsonNode Node, int Height) List(ParsingEvent at, int depth)
    {
        CheckDepth(at, depth);
        var (list, height) = (new JsonArray(), 0);
        while (Next() is var next and not SequenceEnd)
        {
            var item = Value(next, depth);
            list.Add(item.Node);
            height = Math.Max(height, item.Height);
        }

        return (list, height + 1);
    }

    /// <summary>What <c>&lt;&lt;</c> merges in gives way to what is written out.</summary>
    private (JsonNode Node, int Height) Members(ParsingEvent at, int depth)
    {
        CheckDepth(at, depth);
        var (members, merged, height) = (new JsonObject(), new List<JsonObject>(), 0);
        while (Next() is var key and not MappingEnd)
        {
            var name = key is Scalar word ? Text(word) : throw Bad(key, "a member's name must be a word.");
            var value = Value(Next(), depth);
            height = Math.Max(height, value.Height);
            if (name == Merge && word.Style == ScalarStyle.Plain)
            {
                merged.AddRange(Sources(key, value.Node));
            }
            else if (members.ContainsKey(name))
            {
                throw Bad(key, $"duplicate member '{Excerpt.Of(name)}'; keep one.");
            }
            else
            {
                members.Add(name, value.Node);
            }
        }

        foreach (var (name, value) in merged.SelectMany(m => m))
        {
            if (!members.ContainsKey(name))
            {
                members.Add(name, value?.DeepClone());
            }
        }

        return (members, height + 1);
    }

    private static IEnumerable<JsonObject> Sources(ParsingEvent key, JsonNode? merged) =>
        (merged is JsonArray several ? several : [merged]).Select(m => m as JsonObject ?? throw Bad(key, "<< merges members only."));

    private Piece Repeat(AnchorAlias alias, int depth)
    {
        var name = Excerpt.Of(alias.Value.Value);
        if (!anchors.TryGetValue(alias.Value, out var found))
        {
            throw Bad(alias, $"nothing above is named &{name}.");
        }

        if (found is not { } piece)
        {
            throw Bad(alias, $"*{name} stands inside of what &{name} names, so it would never end.");
        }

        CheckDepth(alias, depth + piece.Height);
        Count(alias, piece.Events);
        characters += piece.Characters;
        aliasCharacters += piece.Characters;
        return aliasCharacters <= MaxAliasCharacters
            ? piece with
            {
                Node = piece.Node?.DeepClone(),
            }
            : throw Bad(alias, $"the aliases up to here repeat more than {MaxAliasCharacters} characters; write less of it by alias.");
    }

    private string Text(Scalar word)
    {
        characters += word.Value.Length;
        return Unstorable.Text(word.Value) is { } why ? throw Bad(word, why) : word.Value;
    }

    private void Count(ParsingEvent at, int more)
    {
        if ((events += more) > MaxEvents)
        {
            throw Bad(at, $"there are more than {MaxEvents} words, lists and members up to here, what aliases repeat included.");
        }
    }

    private static void CheckDepth(ParsingEvent at, int depth)
    {
        if (depth > MaxDepth)
        {
            throw Bad(at, $"lists and members are nested more than {MaxDepth} levels deep.");
        }
    }

    private static InvalidDataException Bad(ParsingEvent at, string why) => new($"line {at.Start.Line}: {why}");

    /// <summary>Something that was read.</summary>
    /// <param name="Height">Levels of lists and members in it.</param>
    /// <param name="Events">How many it is made of.</param>
    /// <param name="Characters">Of all words in it.</param>
    private readonly record struct Piece(JsonNode? Node, int Height, int Events, int Characters);
}
