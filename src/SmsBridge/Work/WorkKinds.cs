namespace SmsBridge.Work;

/// <summary>The words of the column <c>kind</c>. What else there is to know of a kind is in <see cref="WorkKinds"/>.</summary>
internal static class WorkKind
{
    public const string Turn = "turn";
    public const string Send = "send";
    public const string Publish = "publish";
    public const string Close = "close";
    public const string Idle = "idle";

    /// <summary>The provider says that the customer has opted out: it has to be recorded here.</summary>
    public const string OptOut = "opt-out";

    /// <summary>Watches over an open handoff: its pick-up deadline, and people who have left without a word.</summary>
    public const string Handoff = "handoff";

    /// <summary>Texts that we start later: due when the next of them is.</summary>
    public const string Scheduled = "scheduled";
}

/// <summary>The same said of one and of several.</summary>
internal sealed record Sentence(string One, string Many);

/// <summary>All there is to know of a kind of work besides its worker.</summary>
/// <param name="Word">One of <see cref="WorkKind"/>.</param>
/// <param name="Provider">Who has to answer for it to be done, as sentences for operators name it.</param>
internal sealed record WorkKindFacts(string Word, string Provider)
{
    /// <summary>How many times the usual length its leases last: more for work that goes on for hours, whose renewals would cost too much.</summary>
    public int UsualLeases { get; init; } = 1;

    /// <summary>It has a row only while there is something to do. The others have a row that waits for its time.</summary>
    public bool IsBusy { get; init; }

    /// <summary>Somebody waits for it: when it is due and nobody begins it, operators are told.</summary>
    public bool IsUrgent { get; init; }

    /// <summary>A failure of it may be tried again when somebody asks for that. The others go on by themselves.</summary>
    public bool IsReplayable { get; init; }

    /// <summary>That it waits, for operators, behind a count.</summary>
    public required Sentence Waits { get; init; }

    /// <summary>That it was given up, for operators, behind a count.</summary>
    public required Sentence GaveUp { get; init; }
}

/// <summary>The one list of kinds of work. A new kind is a word above, an entry here, and a worker.</summary>
internal static class WorkKinds
{
    public static readonly IReadOnlyList<WorkKindFacts> All =
    [
        new(WorkKind.Turn, "the agent")
        {
            IsBusy = true,
            IsUrgent = true,
            IsReplayable = true,
            Waits = new("customer waits for an answer", "customers wait for an answer"),
            GaveUp = new("text was not answered", "texts were not answered"),
        },
        new(WorkKind.Send, "Twilio")
        {
            IsBusy = true,
            IsUrgent = true,
            IsReplayable = true,
            Waits = new("thread has texts that wait to be sent", "threads have texts that wait to be sent"),
            GaveUp = new("text did not reach its customer", "texts did not reach their customers"),
        },
        new(WorkKind.Publish, "the queue")
        {
            IsBusy = true,
            IsUrgent = true,
            IsReplayable = true,
            Waits = new("thread has events that wait for a queue", "threads have events that wait for a queue"),
            GaveUp = new("event did not reach its queue", "events did not reach their queue"),
        },
        new(WorkKind.Close, "the agent")
        {
            IsBusy = true,
            IsReplayable = true,
            Waits = new("conversation waits to be closed at the agent", "conversations wait to be closed at the agent"),
            GaveUp = new("conversation was not closed at the agent", "conversations were not closed at the agent"),
        },
        Own(WorkKind.OptOut) with
        {
            IsBusy = true,
        },
        Own(WorkKind.Idle),
        Own(WorkKind.Handoff),
        Own(WorkKind.Scheduled),
    ];

    /// <summary>Of a kind that is not known, which only another version of the bridge can have written, it says what there is to say of any.</summary>
    public static WorkKindFacts Of(string word) => All.FirstOrDefault(k => k.Word == word) ?? Own(word);

    public static string[] Words(Func<WorkKindFacts, bool> which) => [.. All.Where(which).Select(k => k.Word)];

    /// <summary>Work that no provider has a part in.</summary>
    private static WorkKindFacts Own(string word) =>
        new(word, "the provider")
        {
            Waits = new($"piece of work '{word}' waits", $"pieces of work '{word}' wait"),
            GaveUp = new($"piece of work '{word}' gave up", $"pieces of work '{word}' gave up"),
        };
}

/// <summary>Lets the loop of a kind of work look at once for what is due.</summary>
internal sealed record Waker(string Kind, Action Wake);
