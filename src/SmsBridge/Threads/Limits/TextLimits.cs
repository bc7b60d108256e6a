using Microsoft.Extensions.Options;
using SmsBridge.Hosting;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Observability;
using SmsBridge.Outbound;
using SmsBridge.Threads.Turns;

namespace SmsBridge.Threads.Limits;

/// <summary>
/// Which texts the agent is not asked about because of who sends them, how often, and how much was sent. Windows are counted by arrival, over the
/// texts that were let through.
/// </summary>
internal sealed class TextLimits(
    IOptions<LimitsOptions> options,
    NumberBook numbers,
    NumberUsage usage,
    SegmentCeilings ceilings,
    ILogger<TextLimits> log
)
{
    private readonly LimitsOptions limits = options.Value;
    private readonly TextRules rules = new(options.Value, log);

    /// <summary>With so many texts of a customer in the last minutes a rule may have something to say; with fewer the database need not tell them.</summary>
    /// <param name="texted">The numbers in question.</param>
    /// <returns>Null: there are no such rules.</returns>
    public int? Busy(IEnumerable<string> texted) =>
        texted
            .Distinct(StringComparer.Ordinal)
            .Select(n => rules.PerMinute(numbers.Find(n)))
            .Append(limits.RepeatsToBlock)
            .Append(limits.LoopsToBlock)
            .Where(count => count > 0)
            .Min(count => (int?)count);

    /// <summary>Null: no limit is in its way, and the text counts from now on. A number that is not known here has no limits of its own.</summary>
    public async ValueTask<Ignored?> Judge(ThreadContext thread, WaitingText text, CancellationToken cancellationToken)
    {
        var number = numbers.Find(thread.Number);
        var ignored =
            rules.Judge(number, thread, text)
            ?? await Ceiling(number, thread, cancellationToken)
            ?? await TooManyForNumber(number, thread, text, cancellationToken);
        if (ignored is null)
        {
            thread.Recent.Add(text);
        }

        return ignored;
    }

    private async ValueTask<Ignored?> Ceiling(NumberDocument? number, ThreadContext thread, CancellationToken cancellationToken) =>
        number is not null && await ceilings.AreReached(number, thread.Number, thread.SegmentsToday, cancellationToken)
            ? new Ignored("segment-ceiling")
            : null;

    private async ValueTask<Ignored?> TooManyForNumber(
        NumberDocument? number,
        ThreadContext thread,
        WaitingText text,
        CancellationToken cancellationToken
    ) =>
        number?.Limits.PerNumberPerMinute is > 0 and var limit
        && !await usage.Take(thread.Number, text.At, text.Id, limit, cancellationToken)
            ? new Ignored("number-limit")
            : null;
}

/// <summary>The limits that follow from a thread and its last minutes alone.</summary>
internal sealed class TextRules(LimitsOptions limits, ILogger log)
{
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    /// <param name="number">Null: the number has no limits of its own.</param>
    /// <returns>Null: none of them is in the text's way.</returns>
    public Ignored? Judge(NumberDocument? number, ThreadContext thread, WaitingText text) =>
        ShortCode(thread)
        ?? Country(number, thread)
        ?? Blocked(thread, text)
        ?? Repeated(thread, text)
        ?? Loop(thread, text)
        ?? TooMany(number, thread, text);

    /// <summary>Texts of one customer that are answered within a minute; 0: any number.</summary>
    public int PerMinute(NumberDocument? number) => number?.Limits.PerCustomerPerMinute ?? limits.PerSenderPerMinute;

    private static Ignored? ShortCode(ThreadContext thread) =>
        Addresses.IsShortCode(thread.Customer) ? new Ignored("short-code-sender") : null;

    private static Ignored? Country(NumberDocument? number, ThreadContext thread) =>
        number?.Answers(thread.Customer) == false ? new Ignored("country") : null;

    private static Ignored? Blocked(ThreadContext thread, WaitingText text) =>
        text.At < thread.BlockedUntil ? new Ignored("blocked") : null;

    /// <summary>The fifth equal text in five minutes is the first without an answer.</summary>
    private Ignored? Repeated(ThreadContext thread, WaitingText text)
    {
        if (limits.RepeatsToBlock == 0 || RecentTexts.KeyOf(text) is not { } key)
        {
            return null;
        }

        if (thread.Recent.Within(limits.RepeatWindow, text.At).Count(t => t.Key == key) + 1 < limits.RepeatsToBlock)
        {
            return null;
        }

        var until = text.At + limits.BlockFor;
        log.Repeats(Mask.Address(thread.Customer), Mask.Address(thread.Number), until);
        return new Ignored("repeated") { BlockedUntil = until };
    }

    /// <summary>A machine that answers us gets an answer again, and so on: the last texts are nearly equal, and each came right after one of ours.</summary>
    private Ignored? Loop(ThreadContext thread, WaitingText text)
    {
        if (limits.LoopsToBlock == 0 || RecentTexts.KeyOf(text) is not { } key || Likeness.IsShort(key))
        {
            return null;
        }

        var before = thread.Recent.Within(LimitsOptions.LongestWindow, text.At).TakeLast(limits.LoopsToBlock - 1).ToList();
        if (before.Count + 1 < limits.LoopsToBlock || !Answers(text.At) || !before.TrueForAll(t => Answers(t.At)))
        {
            return null;
        }

        var said = Likeness.WithoutNumbers(key);
        if (!before.TrueForAll(t => t.Key is { } other && Likeness.AreNear(Likeness.WithoutNumbers(other), said)))
        {
            return null;
        }

        var until = text.At + limits.BlockFor;
        log.Loop(Mask.Address(thread.Customer), Mask.Address(thread.Number), until);
        return new Ignored("loop") { BlockedUntil = until };

        bool Answers(DateTimeOffset at) => thread.Recent.Answers(at, limits.LoopAnswerWithin);
    }

    private Ignored? TooMany(NumberDocument? number, ThreadContext thread, WaitingText text) =>
        PerMinute(number) is > 0 and var limit && thread.Recent.Within(Minute, text.At).Count() >= limit
            ? new Ignored("rate-limited")
            : null;
}
