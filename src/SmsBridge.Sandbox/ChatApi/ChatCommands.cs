using System.Globalization;
using System.Text.Json;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.Sandbox.ChatApi;

/// <summary>What a slash command makes of a turn: a rule to answer by, or a fault to meet, or the end of the conversation.</summary>
internal sealed record CommandEffect(ScriptRule? Rule = null, Fault? Fault = null, ConversationEnd End = ConversationEnd.None);

/// <summary>One command as people see it on the phone page.</summary>
internal sealed record CommandHelp(string Text, string Does);

/// <summary>
/// Texts that start with a slash make the agent misbehave, for people on the phone page. Failing ones fail a limited number of times,
/// because the bridge asks again or opens a new conversation with the same text.
/// </summary>
internal static class ChatCommands
{
    private const int LongestAnswer = 20_000;

    public static IReadOnlyList<CommandHelp> Help { get; } =
    [
        new("/slow 5", "answers after 5 seconds"),
        new("/error 500", "fails twice with that status, then answers; /error 503 4 fails four times"),
        new("/gone", "the conversation has ended (410): the bridge opens a new one"),
        new("/timeout", "the session has timed out (400 CHAT_TIMEOUT): likewise"),
        new("/missing", "the conversation is unknown (404): likewise"),
        new("/hang", "takes the text, then stays silent; the second try is answered"),
        new("/drop", "takes the text, then breaks the connection; the second try is answered"),
        new("/refuse", "breaks the connection without taking the text, twice"),
        new("/html", "answers in HTML, as web-chat agents do"),
        new("/markdown", "answers in Markdown"),
        new("/empty", "answers with an empty text"),
        new("/long 3000", "answers with that many characters"),
        new("/handoff billing card_declined", "hands over to that destination for that reason"),
        new("/end", "ends the conversation"),
    ];

    public static CommandEffect? Read(ChatConversation conversation, string text)
    {
        if (!text.StartsWith('/'))
            return null;
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words[0] switch
        {
            "/slow" => Slow(Number(words, 1, 5)),
            "/error" => Failing(conversation, text, Number(words, 2, 2), Fault.Http(Number(words, 1, 500))),
            "/gone" => Over(conversation, ConversationEnd.Ended),
            "/timeout" => Over(conversation, ConversationEnd.TimedOut),
            "/missing" => Over(conversation, ConversationEnd.Missing),
            "/hang" => Failing(conversation, text, 1, Fault.AcceptThenHang),
            "/drop" => Failing(conversation, text, 1, Fault.AcceptThenDrop),
            "/refuse" => Failing(conversation, text, 2, Fault.Refuse),
            "/html" => Say(
                "<p>See our <a href=\"https://fernhill.example/returns\">return policy</a>.</p>Terms &amp; conditions<br>apply."
            ),
            "/markdown" => Say("**Return policy**\n\n- 30 days\n- [free label](https://fernhill.example/label)"),
            "/empty" => Say(""),
            "/long" => Say(Long(Math.Clamp(Number(words, 1, 3000), 1, LongestAnswer))),
            "/handoff" => HandOver(words),
            "/end" => new CommandEffect(new ScriptRule("", ["Ending this conversation. The next text opens a new one."], End: true)),
            _ => null,
        };
    }

    private static CommandEffect Slow(int seconds) =>
        new(new ScriptRule("", [$"That took me {seconds} seconds."], LatencySeconds: Math.Clamp(seconds, 0, 600)));

    private static CommandEffect Failing(ChatConversation conversation, string text, int times, Fault fault) =>
        conversation.FailsAgain(text, times)
            ? new CommandEffect(Fault: fault)
            : Say($"Here I am again, after {times} failed {(times == 1 ? "try" : "tries")}.");

    /// <summary>In a fresh conversation the command is answered: it is the text that the bridge has just delivered anew.</summary>
    private static CommandEffect Over(ChatConversation conversation, ConversationEnd end) =>
        conversation.TurnCount == 0 ? Say("This is a new conversation; the one before it is over.") : new CommandEffect(End: end);

    private static CommandEffect HandOver(string[] words)
    {
        var handoff = new Dictionary<string, string>
        {
            ["destination"] = words.ElementAtOrDefault(1) ?? "live_agent_queue",
            ["reason"] = words.ElementAtOrDefault(2) ?? "asked_by_command",
        };
        var json = JsonSerializer.SerializeToElement(handoff, ChatControlJson.Default.DictionaryStringString);
        return new CommandEffect(new ScriptRule("", ["I'm passing you to a colleague."], json));
    }

    private static CommandEffect Say(string answer) => new(new ScriptRule("", [answer]));

    private static string Long(int length) =>
        string.Concat(Enumerable.Range(1, length / 8 + 1).Select(i => $"word{i % 1000:000} "))[..length].TrimEnd();

    private static int Number(string[] words, int index, int otherwise) =>
        int.TryParse(words.ElementAtOrDefault(index), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
