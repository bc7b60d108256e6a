using SmsBridge.Shaping;

namespace SmsBridge.Tests.Outbound;

public sealed class SegmentsTests
{
    /// <summary>Counts that Twilio's own calculator gives.</summary>
    [Theory]
    [InlineData("a", 0, 0, "GSM-7")]
    [InlineData("a", 1, 1, "GSM-7")]
    [InlineData("a", 160, 1, "GSM-7")]
    [InlineData("a", 161, 2, "GSM-7")]
    [InlineData("a", 306, 2, "GSM-7")]
    [InlineData("a", 307, 3, "GSM-7")]
    [InlineData("a", 1600, 11, "GSM-7")]
    [InlineData("€", 80, 1, "GSM-7")]
    [InlineData("€", 81, 2, "GSM-7")]
    [InlineData("€", 152, 2, "GSM-7")]
    [InlineData("€", 153, 3, "GSM-7")]
    [InlineData("字", 70, 1, "UCS-2")]
    [InlineData("字", 71, 2, "UCS-2")]
    [InlineData("字", 134, 2, "UCS-2")]
    [InlineData("字", 135, 3, "UCS-2")]
    [InlineData("字", 1600, 24, "UCS-2")]
    [InlineData("👍", 35, 1, "UCS-2")]
    [InlineData("👍", 36, 2, "UCS-2")]
    [InlineData("👍", 66, 2, "UCS-2")]
    [InlineData("👍", 67, 3, "UCS-2")]
    [InlineData("👍", 800, 25, "UCS-2")]
    public void A_repeated_character_takes_this_many_segments(string character, int times, int segments, string encoding)
    {
        var counted = Segments.Of(string.Concat(Enumerable.Repeat(character, times)));
        (counted.Count, counted.Encoding).ShouldBe((segments, encoding));
    }

    [Fact]
    public void An_escaped_pair_does_not_span_two_segments()
    {
        Segments.Of(new string('a', 152) + "€" + new string('a', 152)).Count.ShouldBe(3);
        Segments.Of(new string('a', 151) + "€" + new string('a', 153)).Count.ShouldBe(2);
    }

    /// <summary>Counts that Twilio's own calculator gives: joined emoji, skin tones, flags, keycaps, accents.</summary>
    [Theory]
    [InlineData(60, "👨‍👩‍👧‍👦", 62, 3)]
    [InlineData(60, "👨‍👩‍👧‍👦", 60, 3)]
    [InlineData(56, "👨‍👩‍👧‍👦", 67, 2)]
    [InlineData(59, "👨‍👩‍👧‍👦", 0, 1)]
    [InlineData(65, "👍🏽", 65, 3)]
    [InlineData(63, "👍🏽", 67, 2)]
    [InlineData(65, "🇬🇧", 64, 3)]
    [InlineData(66, "1️⃣", 65, 3)]
    [InlineData(66, "e\u0301", 66, 3)]
    [InlineData(65, "e\u0301", 67, 2)]
    [InlineData(62, "👩🏽‍🚀", 62, 3)]
    [InlineData(62, "🏳️‍🌈", 66, 3)]
    public void A_character_as_people_see_it_does_not_span_two_segments(int before, string character, int after, int segments) =>
        Segments.Of(new string('a', before) + character + new string('b', after)).Count.ShouldBe(segments);

    /// <summary>No segment holds it, and all of it is sent.</summary>
    [Fact]
    public void A_character_longer_than_a_segment_takes_several() => Segments.Of("a" + new string('\u0301', 700)).Count.ShouldBe(11);

    [Fact]
    public void One_character_outside_turns_all_to_UCS_2()
    {
        Segments.Of(new string('a', 159) + "ç").Count.ShouldBe(3);
        Segments.Of("ç").Encoding.ShouldBe("UCS-2");
        Segments.Of("`").Encoding.ShouldBe("UCS-2");
        Segments.Of("\t").Encoding.ShouldBe("UCS-2");
    }

    [Fact]
    public void The_alphabet_has_127_characters_that_are_shown_and_9_more_by_escape()
    {
        var all = Enumerable.Range(0, 0x10000).Select(c => (char)c).Where(Gsm7.Holds).ToList();
        all.Count.ShouldBe(127 + 9);
        string.Concat(all.Where(c => Gsm7.Septets(c) == 2)).ShouldBe("[\\]^{|}~€");
    }

    [Theory]
    [InlineData("ABCÄÖÑÜ§¿äöñüà@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ ¤¡\n")]
    public void These_are_in_the_alphabet(string text) => Gsm7.Holds(text).ShouldBeTrue();

    [Theory]
    [InlineData("áíóúâêôçãõÁÍ`•–—…“”‘’\u00A0αя字")]
    public void These_are_not(string text) => text.ShouldAllBe(c => !Gsm7.Holds(c));
}
