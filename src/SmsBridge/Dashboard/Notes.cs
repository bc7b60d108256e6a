namespace SmsBridge.Dashboard;

/// <summary>What a page says after a form was taken. Only its name travels in the address, so nobody can make a page say something else.</summary>
internal static class Notes
{
    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["saved"] = "Saved. In force on every instance within 2 seconds, for conversations opened from now on.",
        ["same"] = "Nothing had changed, so nothing was saved.",
        ["removed"] = "Removed. Texts to the number are acknowledged and go nowhere.",
        ["applied"] = "Applied. In force on every instance within 2 seconds.",
        ["closed"] = "The conversation was ended.",
        ["idle"] = "No conversation was open.",
        ["replayed"] = "Under way again. A new try that fails is a failure of its own.",
        ["resumed"] = "The queue goes on; what waits for it is tried now.",
        ["revoked"] = "Revoked. The key stops working within 5 seconds on every instance.",
        ["connected"] = "The number's webhook at Twilio points here.",
        ["signed-out"] = "You have signed out.",
    };

    public static string? Read(string? name) => name is null ? null : Texts.GetValueOrDefault(name);

    /// <summary>An address that shows the note.</summary>
    public static string With(string address, string name) =>
        Texts.ContainsKey(name)
            ? $"{address}{(address.Contains('?') ? '&' : '?')}done={name}"
            : throw new ArgumentException(name, nameof(name));
}
