using System.Text;
using SmsBridge.Handoff;
using SmsBridge.Queues;

namespace SmsBridge.Tests.Handoff;

public sealed class RoutingMapTests
{
    [Fact]
    public void Nothing_empty_goes_in_and_the_first_of_a_name_stays()
    {
        var map = new RoutingMap();
        map.Add("a", "1");
        map.Add("b", null);
        map.Add("c", "");
        map.Add("a", "2");
        map.Add("", "3");

        map.Entries.ShouldBe([("a", "1")]);
    }

    [Theory]
    [InlineData("text_chat_queue-1", "text_chat_queue-1")]
    [InlineData("two words", "two_words")]
    [InlineData("näme.x", "n_me_x")]
    public void Names_have_only_letters_digits_dashes_and_underscores(string name, string key)
    {
        var map = new RoutingMap();
        map.Add(name, "x");

        map.Entries.ShouldBe([(key, "x")]);
    }

    [Fact]
    public void A_name_of_128_characters_goes_in_a_longer_one_does_not()
    {
        var map = new RoutingMap();
        map.Add(new string('n', 129), "x");
        map.Add(new string('n', 128), "x");

        map.Entries.Select(e => e.Name.Length).ShouldBe([128]);
    }

    [Fact]
    public void A_long_value_is_cut_after_a_whole_character()
    {
        var map = new RoutingMap();
        map.Add("flag", new string('x', 1022) + "🇩🇪");
        map.Add("fits", new string('x', 1020) + "🇩🇪");

        map.Entries[0].Value.ShouldBe(new string('x', 1022));
        map.Entries[1].Value.Length.ShouldBe(1024);
    }

    [Theory]
    [InlineData("é")]
    [InlineData("\"\\\n")]
    [InlineData("😀")]
    public void The_map_is_filled_to_the_last_byte_and_no_further(string unit)
    {
        for (var i = 0; i < 40; i++)
        {
            var map = new RoutingMap();
            map.Add("lead", new string('x', i + 1));
            for (var n = 0; n < 50; n++)
            {
                map.Add($"name{n}", string.Concat(Enumerable.Repeat(unit, 100)));
            }

            map.Add("small", "x");
            var bytes = Encoding.UTF8.GetByteCount(CloudEvents.Write(json => map.Write(json, "r"))) - """{"r":}""".Length;
            bytes.ShouldBeLessThanOrEqualTo(RoutingMap.MaxBytes);
            bytes.ShouldBeGreaterThan(RoutingMap.MaxBytes - 1000);
            map.Entries.ShouldAllBe(e => e.Name == "lead" || e.Name == "small" || e.Value.Length == 100 * unit.Length);
        }
    }

    [Fact]
    public void What_no_longer_fits_is_left_out_and_shorter_values_behind_it_go_in()
    {
        var map = new RoutingMap();
        foreach (var name in (string[])["a", "b", "c", "d", "e"])
        {
            map.Add(name, new string('x', 1000));
        }

        map.Add("last", "y");

        map.Entries.Select(e => e.Name).ShouldBe(["a", "b", "c", "d", "last"]);
    }

    [Fact]
    public void A_map_of_exactly_4096_bytes_is_allowed()
    {
        var map = new RoutingMap();
        foreach (var name in (string[])["a", "b", "c"])
        {
            map.Add(name, new string('x', 1024));
        }

        // {} and three entries of 3 + 1 + 1026 with two commas: 3094; the last has a comma, 3 + 1 + 2 around its value.
        map.Add("d", new string('x', RoutingMap.MaxBytes - 3094 - 7));
        var bytes = CloudEvents.Write(json => map.Write(json, "r")).Length - """{"r":}""".Length;

        bytes.ShouldBe(RoutingMap.MaxBytes);
        var more = new RoutingMap();
        foreach (var name in (string[])["a", "b", "c"])
        {
            more.Add(name, new string('x', 1024));
        }

        more.Add("d", new string('x', RoutingMap.MaxBytes - 3094 - 6));
        more.Entries.Count.ShouldBe(3);
    }
}
