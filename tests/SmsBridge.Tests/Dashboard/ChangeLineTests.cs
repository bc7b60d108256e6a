using System.Text.Json;
using SmsBridge.Dashboard;

namespace SmsBridge.Tests.Dashboard;

public sealed class ChangeLineTests
{
    [Fact]
    public void Only_what_differs_is_told_by_its_path()
    {
        var lines = ChangeLine.Between(
            Json("""{ "label": "a", "same": 1, "gone": true, "handoff": { "queue": null, "deadline": "00:15:00" } }"""),
            Json("""{ "label": "b", "same": 1, "handoff": { "queue": "desk", "deadline": "00:15:00" }, "none": null }""")
        );

        lines.ShouldBe([new("label", "a", "b"), new("handoff.queue", null, "desk"), new("gone", "true", null)]);
    }

    [Fact]
    public void Of_what_comes_or_goes_all_is_told()
    {
        ChangeLine
            .Between(null, Json("""{ "name": "desk", "list": [1, "ü"] }"""))
            .ShouldBe([new("name", null, "desk"), new("list", null, "[1,\"ü\"]")]);
        ChangeLine.Between(Json("""{ "name": "desk" }"""), null).ShouldBe([new("name", "desk", null)]);
    }

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
