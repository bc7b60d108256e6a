using SmsBridge.Tests.Layout;

namespace SmsBridge.Tests.Build;

/// <summary><c>tests/unsteady.txt</c>: how many tests of a run may pass at a second try only. To mend a race is to lower the number.</summary>
public sealed class UnsteadyTests
{
    /// <summary>Only ever lowered.</summary>
    private const int Most = 3;

    [Fact]
    public void Their_number_only_falls() =>
        int.Parse(File.ReadAllText(Path.Combine(Sources.Root, "tests", "unsteady.txt"))).ShouldBe(Most);
}
