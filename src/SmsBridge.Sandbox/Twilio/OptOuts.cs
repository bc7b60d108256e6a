using System.Collections.Concurrent;

namespace SmsBridge.Sandbox.Twilio;

/// <summary>
/// Twilio's own keyword handling: a stop word blocks the pair of sender (number, or its whole Messaging Service) and customer, a start
/// word lifts the block. A keyword is the whole text, in any case. For short codes and channels it does
/// nothing unless Advanced Opt-Out does: there the application is to act.
/// </summary>
internal sealed class OptOuts
{
    private static readonly HashSet<string> Stop = new(
        ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"],
        StringComparer.OrdinalIgnoreCase
    );

    private static readonly HashSet<string> Start = new(["START", "YES", "UNSTOP"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Help = new(["HELP", "INFO"], StringComparer.OrdinalIgnoreCase);

    private readonly ConcurrentDictionary<(string Sender, string Customer), bool> blocked = new();

    /// <summary>STOP, START or HELP, as Advanced Opt-Out names them; null for any other text.</summary>
    public static string? TypeOf(string body)
    {
        var word = body.Trim();
        return Stop.Contains(word) ? "STOP"
            : Start.Contains(word) ? "START"
            : Help.Contains(word) ? "HELP"
            : null;
    }

    public bool IsBlocked(string sender, string customer) => !blocked.IsEmpty && blocked.ContainsKey((sender, customer));

    /// <summary>Applies a text and returns what Twilio answers by itself, or null.</summary>
    /// <param name="acts">Whether there is keyword handling for the number that was texted.</param>
    public string? Apply(string sender, string customer, string body, bool acts)
    {
        switch (acts ? TypeOf(body) : null)
        {
            case "STOP":
                return blocked.TryAdd((sender, customer), true)
                    ? "You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe."
                    : null;
            case "START" when blocked.TryRemove((sender, customer), out _):
                return "You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.";
            case "HELP":
                return "Reply STOP to unsubscribe. Msg&Data Rates May Apply.";
            default:
                return null;
        }
    }
}
