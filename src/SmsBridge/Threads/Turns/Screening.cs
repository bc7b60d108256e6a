using Npgsql;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Threads.Consent;
using SmsBridge.Threads.Limits;

namespace SmsBridge.Threads.Turns;

/// <summary>A text that the agent is not asked about.</summary>
/// <param name="Reason">Why, as the API shows it.</param>
/// <param name="Reply">What the customer gets; null: nothing.</param>
internal sealed record Ignored(string Reason, string? Reply = null)
{
    /// <summary>What comes before this time is ignored too.</summary>
    public DateTimeOffset? BlockedUntil { get; init; }
}

/// <summary>Decides, before the agent is asked, whether a text is for the agent at all. Texts that go to people are not held back here.</summary>
internal sealed class Screening(NumberBook numbers, TextLimits limits, NpgsqlDataSource database)
{
    private const string RecentSql = """
        select direction, text from messages where thread_id = @thread and id <> @text order by seq desc limit 40
        """;

    /// <summary>The rules in their order; the first that says something counts. A new rule is a method here and a line in this one.</summary>
    public async ValueTask<Ignored?> Judge(ThreadContext thread, WaitingText text, CancellationToken cancellationToken) =>
        OptedOut(thread) ?? Reaction(text) ?? await limits.Judge(thread, text, cancellationToken) ?? Unsupported(thread, text);

    /// <summary>Says what a text is where its provider could not: a reaction comes as words.</summary>
    public async ValueTask<WaitingText> Recognise(ThreadContext thread, WaitingText text, CancellationToken cancellationToken) =>
        text is { Kind: null, Media: null }
        && Tapback.Read(text.Text) is { } tapback
        && (tapback.IsCertain || await IsQuoted(tapback, thread, text, cancellationToken))
            ? text with
            {
                Kind = TextKind.Reaction,
            }
            : text;

    private static Ignored? OptedOut(ThreadContext thread) => thread.State == ThreadState.OptedOut ? new Ignored(OptOuts.Reason) : null;

    private static Ignored? Reaction(WaitingText text) => text.Kind == TextKind.Reaction ? new Ignored("reaction") : null;

    /// <summary>Nothing that could be told to the agent. A number that is unknown here is left to whoever opens the conversation.</summary>
    private Ignored? Unsupported(ThreadContext thread, WaitingText text) =>
        text.Kind == TextKind.Unsupported && (thread.Conversation?.Settings ?? numbers.Find(thread.Number)) is { } number
            ? new Ignored("unsupported", BridgeTexts.Unsupported(number))
            : null;

    /// <summary>Who has never been written to by us reacts to what somebody else wrote from this number.</summary>
    private async Task<bool> IsQuoted(Tapback tapback, ThreadContext thread, WaitingText text, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(RecentSql);
        command.Parameters.AddWithValue("thread", thread.Id);
        command.Parameters.AddWithValue("text", text.Id);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var written = false;
        while (await row.ReadAsync(cancellationToken))
        {
            written |= row.GetString(0) == "out";
            if (tapback.IsFrom(row.GetString(1)))
            {
                return true;
            }
        }

        return !written && tapback.IsOneQuote;
    }
}
