using System.Text;

namespace SmsBridge.Observability;

/// <summary>An exception as it may be logged.</summary>
internal sealed class MaskedException : Exception
{
    private readonly string whole;

    private MaskedException(string message, string whole)
        : base(message) => this.whole = whole;

    public static MaskedException Of(Exception exception)
    {
        var text = new StringBuilder();
        Describe(exception, text);
        return new($"{exception.GetType().FullName}: {Mask.Numbers(exception.Message)}", Mask.Numbers(text.ToString()));
    }

    /// <summary>The kind, message, inner exceptions and stack of the one that was thrown.</summary>
    public override string ToString() => whole;

    /// <summary>Not in the exception's own words: Postgres' quote the value at fault, however little of it the message tells.</summary>
    private static void Describe(Exception exception, StringBuilder text)
    {
        text.Append(exception.GetType().FullName).Append(": ").Append(exception.Message);
        IEnumerable<Exception> inner = exception switch
        {
            AggregateException all => all.InnerExceptions,
            { InnerException: { } one } => [one],
            _ => [],
        };
        foreach (var one in inner)
        {
            text.AppendLine().Append(" ---> ");
            Describe(one, text);
            text.AppendLine().Append("   --- End of inner exception stack trace ---");
        }

        if (exception.StackTrace is { } stack)
        {
            text.AppendLine().Append(stack);
        }
    }
}
