using System.Runtime.ExceptionServices;

namespace SmsBridge.Tests.Numbers;

/// <summary>Runs something with little stack and little time: what recurses without a limit ends the test run, what grows without one fails here.</summary>
internal static class SmallStack
{
    private const int Bytes = 256 * 1024;

    public static T Run<T>(Func<T> action, TimeSpan? within = null)
    {
        var (result, error) = (default(T), (ExceptionDispatchInfo?)null);
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = action();
                }
                catch (Exception thrown)
                {
                    error = ExceptionDispatchInfo.Capture(thrown);
                }
            },
            Bytes
        )
        {
            IsBackground = true,
        };
        thread.Start();
        thread.Join(within ?? TimeSpan.FromSeconds(10)).ShouldBeTrue("it takes too long");
        error?.Throw();
        return result!;
    }
}
