using Microsoft.Extensions.Options;
using SmsBridge.Handoff;

namespace SmsBridge.Threads;

/// <summary>The few words that the bridge itself says.</summary>
internal sealed class BridgeTexts(IOptions<HandoffOptions> handoff)
{
    /// <summary>To a customer whose answer was lost for good.</summary>
    public const string Apology =
        "Sorry, something went wrong on our side and your last message may not have come through. Please send it again.";

    /// <summary>To a customer whom the agent passes on without a word.</summary>
    public string HandoffText => handoff.Value.DefaultText;

    /// <summary>To the agent: the text, or what stands for a message without one.</summary>
    public static string ForAgent(WaitingText text) =>
        text.Text.Length > 0 || text.Media is null ? text.Text : "[The customer sent a file without a text.]";
}
