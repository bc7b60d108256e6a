namespace SmsBridge.Threads.Proactive;

/// <summary>A text that we started.</summary>
/// <param name="ThreadId">The thread that it is part of.</param>
/// <param name="ClientMessageId">The caller's id of it.</param>
/// <param name="Messages">The parts in which the text is sent, with their delivery states.</param>
/// <param name="SendAt">When, quiet hours counted; null: at once.</param>
internal sealed record StartedTextView(Guid ThreadId, string ClientMessageId, IReadOnlyList<MessageView> Messages, DateTimeOffset? SendAt);
