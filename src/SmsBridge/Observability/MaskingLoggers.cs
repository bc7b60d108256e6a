using Microsoft.Extensions.Options;

namespace SmsBridge.Observability;

/// <summary>
/// Stands between whoever logs and every place where logs go: no line, property or stack trace leaves the process with a phone number in it, whichever
/// library wrote it and whatever level is switched on. What we log ourselves is masked already; this is for what others put into their messages.
/// </summary>
internal sealed class MaskingLoggers : ILoggerFactory
{
    private readonly LoggerFactory loggers;

    public MaskingLoggers(
        IEnumerable<ILoggerProvider> providers,
        IOptionsMonitor<LoggerFilterOptions> filters,
        IOptions<LoggerFactoryOptions> options
    ) => loggers = new(providers, filters, options);

    public ILogger CreateLogger(string categoryName) => new MaskingLogger(loggers.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    public void Dispose() => loggers.Dispose();

    private sealed class MaskingLogger(ILogger logger) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(MaskedState.Scope(state));

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (logger.IsEnabled(logLevel))
            {
                logger.Log(
                    logLevel,
                    eventId,
                    MaskedState.Of(state, formatter(state, exception)),
                    exception is null ? null : MaskedException.Of(exception),
                    static (masked, _) => masked.ToString()
                );
            }
        }
    }
}
