namespace SmsBridge.Outbound;

/// <summary>A text for later whose time has come since the backup.</summary>
/// <param name="StartedId">Of the whole text; <paramref name="Id"/> is one of its parts.</param>
internal sealed record DueText(Guid ThreadId, Guid StartedId, Guid Id, string Text, TimeSpan Age, string Number, string Customer);

/// <summary>What became of the texts for later.</summary>
internal sealed record DueTexts(int Sent, int Left, int Unsure);
