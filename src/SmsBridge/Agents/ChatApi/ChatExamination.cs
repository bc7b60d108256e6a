using SmsBridge.Hosting;
using SmsBridge.Work;

namespace SmsBridge.Agents.ChatApi;

/// <summary>
/// Whether the Chat API takes the agent's credentials. It is asked to close a conversation that does not exist: that opens nothing and ends
/// nothing, and only who is let in hears that there is none.
/// </summary>
internal static class ChatExamination
{
    public const string Nobody = "smsbridge-doctor";

    /// <param name="key"><c>Agents:{name}</c>.</param>
    /// <param name="failure">What closing <see cref="Nobody"/> came to.</param>
    public static Finding Judge(string key, ChatSettings agent, Failure? failure) =>
        failure switch
        {
            null or { Category: FailureCategory.ConversationGone, Code: not null } => Finding.Over(
                agent.Address!,
                $"{agent.Address} accepts the credentials"
            ),
            { Category: FailureCategory.Credentials } => Finding.Fail(
                $"{agent.Address} refuses the credentials ({failure.Reason})",
                $"Correct {key}:ApiKey and {key}:ConnectorToken; both belong to the project's Chat API connector."
            ),
            { Category: FailureCategory.ConversationGone } => Finding.Warn(
                $"{agent.Address} answers 404 and does not say that it is about the conversation",
                $"Check {key}:Region, {key}:AccountId and {key}:ProjectId."
            ),
            { Category: FailureCategory.Rejected } => Finding.Fail(
                $"{agent.Address}: {failure.Reason}",
                $"Check {key}:Region, {key}:AccountId and {key}:ProjectId."
            ),
            _ => Finding.Fail(
                $"{agent.Address}: {failure.Reason}",
                $"Check {key}:Region or {key}:BaseUrl, and the way out: name, proxy, firewall."
            ),
        };
}
