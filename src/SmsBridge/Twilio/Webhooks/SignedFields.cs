using System.Text;

namespace SmsBridge.Twilio.Webhooks;

/// <summary>The fields that may have been signed instead of those that arrived.</summary>
internal static class SignedFields
{
    private const string KeepBody = "Have the proxy, or what inspects requests there, pass the body unchanged.";

    /// <summary>Fields of Twilio's that may be empty, and that something on the way may drop then.</summary>
    private static readonly string[] OftenEmpty =
    [
        "Body",
        "FromCity",
        "FromState",
        "FromZip",
        "FromCountry",
        "ToCity",
        "ToState",
        "ToZip",
        "ToCountry",
    ];

    public static List<Guess<Dictionary<string, string>>> Of(RefusedWebhook webhook)
    {
        var arrived = webhook.Form.ForSignature();
        var guesses = new List<Guess<Dictionary<string, string>>> { new(webhook.IsGet ? [] : arrived) };
        if (webhook.IsGet)
        {
            Add(
                arrived,
                "it was sent as POST and arrived as GET",
                "Let no redirect or proxy stand between: give Twilio the URL at its end."
            );
            return guesses;
        }

        Add([], "only the URL is signed, as for a GET", "Set the method of the webhook to POST, and let nothing on the way change it.");
        Add(Changed(Undecoded), "the body was decoded twice", KeepBody);
        Add(Changed(v => v.ReplaceLineEndings("\r\n")), "line breaks in the body were changed", KeepBody);
        Add(Changed(v => v.ReplaceLineEndings("\n")), "line breaks in the body were changed", KeepBody);
        Add(Changed(Recoded), "the body was taken for Latin-1 and encoded once more", KeepBody);
        Add(WithEmpty(arrived), "empty fields were left out of the body", KeepBody);
        return guesses;

        Dictionary<string, string> Changed(Func<string, string> change) =>
            arrived.ToDictionary(f => f.Key, f => change(f.Value), StringComparer.Ordinal);

        void Add(Dictionary<string, string> fields, string what, string remedy)
        {
            if (!guesses.Exists(g => g.Value.Count == fields.Count && g.Value.All(f => fields.GetValueOrDefault(f.Key) == f.Value)))
            {
                guesses.Add(new(fields, new("body", what, remedy)));
            }
        }
    }

    /// <summary>A plus sign that was decoded once more is a blank, which no number begins with.</summary>
    private static string Undecoded(string value) =>
        value.Length > 1 && value[0] == ' ' && char.IsAsciiDigit(value[1]) ? $"+{value[1..]}" : value;

    private static string Recoded(string value) =>
        value.All(c => c <= '\u00FF') ? Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(value)) : value;

    private static Dictionary<string, string> WithEmpty(Dictionary<string, string> fields) =>
        OftenEmpty
            .Where(name => !fields.ContainsKey(name))
            .Select(name => KeyValuePair.Create(name, ""))
            .Concat(fields)
            .ToDictionary(StringComparer.Ordinal);
}
