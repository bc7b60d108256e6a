using System.Text.RegularExpressions;

namespace SmsBridge.FunctionalTests.Examples;

public sealed class ExampleFilesTests
{
    [Fact]
    public void Each_example_is_under_sixty_lines_and_is_explained()
    {
        var examples = Directory
            .GetFiles(NodeExample.Folder, "*.js")
            .ToDictionary(f => Path.GetFileName(f)!, f => File.ReadAllLines(f).Length);
        var readme = File.ReadAllText(Path.Combine(NodeExample.Folder, "README.md"));

        examples.Keys.ShouldBe(["rabbitmq-consumer.js", "webhook-receiver.js"], ignoreOrder: true);
        examples.Values.ShouldAllBe(lines => lines < 60);
        examples.Keys.ShouldAllBe(name => readme.Contains(name));
    }

    [Fact]
    public void The_lock_file_pins_what_is_installed_and_leaves_its_source_to_npms_settings()
    {
        var locked = File.ReadAllText(Path.Combine(NodeExample.Folder, "package-lock.json"));

        Regex.Count(locked, "\"integrity\": \"sha512-").ShouldBeGreaterThan(0);
        locked.ShouldNotContain("\"resolved\"");
    }
}
