using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>What one instance logs from now on, where its settings let it through.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(int Id, string Line)> lines = new();

    public LogLines(BridgeInstance instance) => instance.Services.GetRequiredService<ILoggerFactory>().AddProvider(this);

    /// <summary>The lines with this event id.</summary>
    public IReadOnlyList<string> Of(int id) => [.. lines.Where(l => l.Id == id).Select(l => l.Line)];

    public IReadOnlyList<string> All => [.. lines.Select(l => l.Line)];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => lines.Enqueue((eventId.Id, formatter(state, exception)));

    public void Dispose() { }
}
