using System.Reflection;
using System.Text.RegularExpressions;
using SmsBridge.Tests.Layout;
using SmsBridge.Work;

namespace SmsBridge.Tests.Work;

public sealed class WorkKindsTests
{
    [Fact]
    public void Every_word_has_its_entry() =>
        WorkKinds
            .All.Select(k => k.Word)
            .ShouldBe(
                typeof(WorkKind).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!),
                ignoreOrder: true
            );

    [Fact]
    public void Every_worker_does_a_kind_that_is_known_and_no_two_the_same()
    {
        // The property reads nothing of the worker, so that one without its collaborators can tell it.
        var done = typeof(IWorker)
            .Assembly.GetTypes()
            .Where(t => t.IsClass && typeof(IWorker).IsAssignableFrom(t))
            .Select(t => ((IWorker)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(t)).Kind);
        done.ShouldBe(WorkKinds.All.Select(k => k.Word), ignoreOrder: true);
    }

    [Fact]
    public void What_somebody_may_replay_and_what_somebody_waits_for_is_busy_work() =>
        WorkKinds.All.Where(k => (k.IsReplayable || k.IsUrgent) && !k.IsBusy).ShouldBeEmpty();

    [Fact]
    public void A_kind_of_another_version_gets_a_sentence_of_its_own()
    {
        WorkKinds.Of("survey").Waits.One.ShouldBe("piece of work 'survey' waits");
        WorkKinds.Of("survey").IsReplayable.ShouldBeFalse();
        WorkKinds.Of(WorkKind.Send).Provider.ShouldBe("Twilio");
    }

    /// <summary>Lists of kinds in several files drifted before: one of them did not have <c>publish</c>.</summary>
    [Fact]
    public void No_other_file_lists_kinds() =>
        Sources
            .Files.Where(f => !f.Key.StartsWith("Work/WorkKinds", StringComparison.Ordinal))
            .Where(f =>
                Regex.IsMatch(
                    f.Value,
                    @"WorkKind\.\w+\s*(,|or)\s*WorkKind\.|'(turn|send)',\s*'(turn|send|publish|close)',",
                    RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
                )
            )
            .Select(f => f.Key)
            .ShouldBeEmpty();
}
