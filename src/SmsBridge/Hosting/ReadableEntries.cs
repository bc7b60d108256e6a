using Microsoft.Extensions.Options;

namespace SmsBridge.Hosting;

/// <summary>
/// The settings' reader leaves out an entry of a dictionary that has a value it cannot convert, and says nothing. This says it.
/// </summary>
/// <param name="section">The section whose children are the entries.</param>
internal sealed class ReadableEntries<TOptions, TEntry>(IConfigurationSection section) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var errors = section.GetChildren().Select(Fault).OfType<string>().ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static string? Fault(IConfigurationSection entry)
    {
        try
        {
            entry.Get<TEntry>();
            return null;
        }
        catch (InvalidOperationException unreadable)
        {
            return $"{unreadable.Message} Durations are written hh:mm:ss.";
        }
    }
}
