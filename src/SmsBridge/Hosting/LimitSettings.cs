namespace SmsBridge.Hosting;

internal static class LimitSettings
{
    /// <returns>What is wrong with a limit, with the remedy.</returns>
    public static IEnumerable<string> AtLeast(int least, string key, int value, int usual)
    {
        if (value < least)
        {
            yield return $"{key} is {value}; give {least} or more, for example {usual}, or leave it out.";
        }
    }
}
