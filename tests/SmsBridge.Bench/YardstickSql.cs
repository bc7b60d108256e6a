using System.Text.RegularExpressions;
using SmsBridge.Inbound;
using SmsBridge.Outbound;
using SmsBridge.Threads;
using SmsBridge.Threads.Turns;
using SmsBridge.Work;

namespace SmsBridge.Bench;

/// <summary>The bridge's own statements, taken from the product, with pgbench's variables in place of its parameters: <c>:c</c> customer, <c>:n</c> and <c>:m</c> chance.</summary>
internal static partial class YardstickSql
{
    private const string Thread = "array[md5('t' || :c)::uuid]";
    private const string TurnLease = "md5('l' || :n || :m)::uuid";
    private const string SendLease = "md5('e' || :n || :m)::uuid";
    private const string Inbound = "array[md5('i' || :n || :m)::uuid]";
    private const string Outbound = "array[md5('o' || :n || :m)::uuid]";

    private static readonly Dictionary<string, string> Common = new(StringComparer.Ordinal)
    {
        ["threads"] = Thread,
        ["duration"] = "interval '12 s'",
        ["lasts"] = "array[true]",
        ["versions"] = "array[1::bigint]",
        ["asks"] = "array[1]",
        ["busy"] = "5",
        ["kinds"] = "array[null::text]",
        ["traces"] = "array[null::text]",
    };

    /// <summary>One turn: recorded and leased, answered and its reply put in line, sent.</summary>
    public static string Turn { get; } = string.Join("\n", Statements());

    private static IEnumerable<string> Statements()
    {
        yield return Fill(
            InboundStore.Sql,
            new()
            {
                ["numbers"] = "array['+14155550199']",
                ["customers"] = "array['+1212' || :c]",
                ["channels"] = "array['sms']",
                ["ids"] = Inbound,
                ["sids"] = "array['SM' || md5('s' || :n || :m)]",
                ["texts"] = "array['text ' || :n]",
                ["facts"] = "array[null::text]",
                ["media"] = "array[null::text]",
                ["details"] = "array[null::text]",
                ["scopes"] = "array['+14155550199']",
                ["hashes"] = "array['{\"\\\\x' || encode(sha256(convert_to('+1212' || :c, 'UTF8')), 'hex') || '\"}']",
                ["lease"] = TurnLease,
            }
        );
        var turn = new Dictionary<string, string>(StringComparer.Ordinal) { ["leases"] = $"array[{TurnLease}]" };
        yield return "begin;";
        yield return Fill(HeldWork.HoldSql, turn);
        yield return Fill(
            TurnStore.TextsSql,
            new(turn)
            {
                ["ids"] = Inbound,
                ["statuses"] = "array['answered']",
                ["outcomes"] = "array['answered']",
                ["turns"] = "array[md5('u' || :n || :m)::uuid]",
                ["conversations"] = "array[null::uuid]",
                ["correlations"] = "array['correlation']",
                ["times"] = "array[1]",
                ["errors"] = "array[null::text]",
                ["reasons"] = "array[null::text]",
                ["asked_in"] = "array[null::uuid]",
            }
        );
        yield return Fill(
            OutboundQueue.Sql,
            new(turn)
            {
                ["ids"] = Outbound,
                ["authors"] = "array['agent']",
                ["texts"] = "array['You said: text ' || :n]",
                ["segments"] = "array[1::smallint]",
                ["encodings"] = "array['GSM-7']",
                ["handoffs"] = "array[null::uuid]",
                ["clients"] = "array[null::text]",
                ["send_lease"] = SendLease,
            }
        );
        yield return Fill(HeldWork.SettleSql, turn);
        yield return "commit;";
        var send = new Dictionary<string, string>(StringComparer.Ordinal) { ["leases"] = $"array[{SendLease}]" };
        yield return "begin;";
        yield return Fill(HeldWork.HoldSql, send);
        yield return Fill(
            SendStore.MoveSql,
            new(send)
            {
                ["ids"] = Outbound,
                ["statuses"] = "array['accepted']",
                ["sids"] = "array['SM' || md5('r' || :n || :m)]",
                ["nexts"] = "array[null::uuid]",
                ["codes"] = "array[null::integer]",
                ["errors"] = "array[null::text]",
            }
        );
        yield return Fill(HeldWork.SettleSql, send);
        yield return "commit;";
    }

    private static string Fill(string sql, Dictionary<string, string> values) =>
        Parameter()
            .Replace(sql, match => values.GetValueOrDefault(match.Groups["name"].Value) ?? Common[match.Groups["name"].Value])
            .ReplaceLineEndings(" ") + ";";

    [GeneratedRegex("@(?<name>[a-z_]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Parameter();
}
