namespace SmsBridge.Threads;

/// <summary>What was done about threads after a restore.</summary>
/// <param name="Texts">Of customers, now in <c>failures</c>.</param>
/// <param name="Handoffs">Ended.</param>
internal sealed record RestoredWork(int Texts, int Handoffs);
