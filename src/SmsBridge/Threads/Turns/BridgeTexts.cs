using Microsoft.Extensions.Options;
using SmsBridge.Handoff;
using SmsBridge.Numbers;

namespace SmsBridge.Threads.Turns;

/// <summary>
/// The few words that the bridge itself says. The number document goes before the settings, and those before the default in the number's
/// language. Empty: nothing is said.
/// </summary>
internal sealed class BridgeTexts(IOptions<HandoffOptions> handoff)
{
    /// <summary>To a customer whom the agent passes on without a word.</summary>
    public string Handoff(NumberDocument number) => number.Texts.Handoff ?? handoff.Value.DefaultText ?? Default(number).Handoff;

    /// <summary>To a customer whom nobody took over in time.</summary>
    public string Expired(NumberDocument number) => number.Texts.Expired ?? handoff.Value.ExpiredText ?? Default(number).Expired;

    /// <summary>To a customer whose text has to wait while the database is away. Has no default: most outages are over before it is read.</summary>
    /// <param name="usual">The one of the settings; null: none.</param>
    public static string Trouble(NumberDocument number, string? usual) => number.Texts.Trouble ?? usual ?? "";

    /// <summary>To a message that has nothing the agent could read.</summary>
    public static string Unsupported(NumberDocument number) => number.Texts.Unsupported ?? Default(number).Unsupported;

    /// <summary>To a customer whose answer was lost for good.</summary>
    /// <param name="number">Null: it is configured no more.</param>
    public static string Apology(NumberDocument? number) => number?.Texts.Apology ?? DefaultWords.For(number?.Language).Apology;

    /// <summary>To HELP. Carriers want to read whose number it is.</summary>
    public static string Help(NumberDocument number) => number.Texts.Help ?? Named(number, Default(number).Help);

    /// <summary>To STOP.</summary>
    public static string Stop(NumberDocument number) => number.Texts.Stop ?? Named(number, Default(number).Stop);

    /// <summary>To START.</summary>
    public static string Start(NumberDocument number) => number.Texts.Start ?? Named(number, Default(number).Start);

    private static Words Default(NumberDocument number) => DefaultWords.For(number.Language);

    private static string Named(NumberDocument number, string text) =>
        string.IsNullOrWhiteSpace(number.Label) ? text : $"{number.Label.Trim()}: {text}";
}
