using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Threads.Limits;

namespace SmsBridge.Tests.Threads;

/// <summary>The limits that need nothing but a thread: who sends, how often, and what was said in the last minutes.</summary>
public sealed class TextRulesTests
{
    private const string Person = "+14155550101";

    [Fact]
    public void The_eleventh_text_within_60_s_is_ignored_as_rate_limited()
    {
        var thread = new Talk();

        thread.Texts(seconds: 5, "w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8", "w9", "w10").ShouldAllBe(r => r == null);

        thread.Text(5, "w11").ShouldBe("rate-limited");
    }

    [Fact]
    public void The_window_slides_over_the_texts_that_were_let_through_so_ignored_ones_do_not_lengthen_it()
    {
        var thread = new Talk(perMinute: 2);
        thread.Texts(seconds: 1, "w1", "w2", "w3", "w4", "w5").ShouldBe([null, null, "rate-limited", "rate-limited", "rate-limited"]);

        // 60 s after the first two, and less after those that were ignored.
        thread.Text(58, "w6").ShouldBeNull();
    }

    [Fact]
    public void The_window_is_of_60_s()
    {
        var thread = new Talk(perMinute: 1);
        thread.Text(0, "w1").ShouldBeNull();

        thread.Text(59, "w2").ShouldBe("rate-limited");
        thread.Text(1, "w3").ShouldBeNull();
    }

    [Fact]
    public void A_number_may_have_a_limit_of_its_own_and_zero_is_none()
    {
        var words = Enumerable.Range(1, 13).Select(i => $"w{i}").ToArray();

        new Talk { Number = Limited(2) }
            .Texts(1, "w1", "w2", "w3")
            .ShouldBe([null, null, "rate-limited"]);
        new Talk { Number = Limited(0) }
            .Texts(1, words)
            .ShouldAllBe(r => r == null);
        new Talk(perMinute: 0).Texts(1, words).ShouldAllBe(r => r == null);
    }

    [Fact]
    public void The_fifth_same_text_in_5_min_is_not_answered_and_pauses_answers_for_10_min()
    {
        var thread = new Talk();
        thread.Texts(60, "Hello  there", "hello there", " HELLO there ", "hello\nthere").ShouldAllBe(r => r == null);

        thread.Text(60, "hello there").ShouldBe("repeated");
        thread.Text(599, "anybody?").ShouldBe("blocked");
        thread.Text(1, "anybody there?").ShouldBeNull();
    }

    [Fact]
    public void The_same_text_over_more_than_5_min_is_answered_each_time() =>
        new Talk().Texts(80, "any news?", "any news?", "any news?", "any news?", "any news?", "any news?").ShouldAllBe(r => r == null);

    [Fact]
    public void A_machine_that_answers_each_of_our_texts_with_nearly_the_same_is_stopped_for_10_min()
    {
        var thread = new Talk();
        for (var i = 1; i <= 4; i++)
        {
            thread.Answer(1, "We are here to help.");
            thread.Text(3, $"Thank you for your message no. {i * 7919}. Our office is closed until 9 am.").ShouldBeNull();
        }

        thread.Answer(1, "We are here to help.");
        thread.Text(3, "Thank you for your message no. 1. Our office is closed until 9 am.").ShouldBe("loop");
        thread.Text(599, "It is me, a person").ShouldBe("blocked");
    }

    [Theory]
    [InlineData(15, "loop")]
    [InlineData(16, null)]
    public void Who_takes_longer_than_15_s_to_write_nearly_the_same_is_no_machine(int seconds, string? ignored)
    {
        var thread = new Talk();
        string? last = null;
        for (var i = 1; i <= 6 && last is null; i++)
        {
            thread.Answer(1, "It is on its way.");
            last = thread.Text(seconds, $"Where is my order number {i * 7919}, please?");
        }

        last.ShouldBe(ignored);
    }

    [Fact]
    public void Who_is_not_answered_in_between_is_no_machine() =>
        new Talk()
            .Texts(20, [.. Enumerable.Range(1, 6).Select(i => $"Where is my order number {i * 7919}, please?")])
            .ShouldAllBe(r => r == null);

    [Fact]
    public void A_person_who_says_yes_and_ok_at_once_is_no_machine()
    {
        var thread = new Talk();
        foreach (var text in (string[])["yes", "ok", "yes 1", "yes 2", "yes 3", "yes 4", "yes 5", "ok"])
        {
            thread.Answer(1, "Is that right?");
            thread.Text(2, text).ShouldBeNull();
        }
    }

    [Fact]
    public void Files_are_counted_but_are_no_repetition()
    {
        var thread = new Talk(perMinute: 6);

        thread.Files(5).ShouldAllBe(r => r == null);

        thread.Text(1, "one").ShouldBeNull();
        thread.Text(1, "two").ShouldBe("rate-limited");
    }

    [Fact]
    public void A_short_code_never_starts_an_agent() =>
        new Talk { Customer = "72345" }
            .Text(0, "Your code is 1234")
            .ShouldBe("short-code-sender");

    [Fact]
    public void Customers_of_other_countries_than_the_numbers_are_ignored()
    {
        var number = Limited(10);
        number.ReplyCountries = ["GB"];

        new Talk { Number = number }
            .Text(0, "hi")
            .ShouldBe("country");
        new Talk { Number = number, Customer = "+447700900123" }
            .Text(0, "hi")
            .ShouldBeNull();
    }

    private static NumberDocument Limited(int perMinute) =>
        NumberJson.Read(
            $$$"""{ "number": "+14155550199", "twilioAccount": "main", "agent": "support", "limits": { "perCustomerPerMinute": {{{perMinute}}} } }"""
        );

    /// <summary>What goes back and forth in a thread, at times that the test sets.</summary>
    private sealed class Talk(int perMinute = 10)
    {
        private readonly TextRules rules = new(new LimitsOptions { PerSenderPerMinute = perMinute }, NullLogger.Instance);
        private readonly List<object> said = [];
        private DateTimeOffset now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        private DateTimeOffset? blockedUntil;

        public NumberDocument? Number { get; init; }

        public string Customer { get; init; } = Person;

        /// <summary>A text of ours, so many seconds after what was said before.</summary>
        public void Answer(int seconds, string text) => Say(seconds, ours: true, text);

        /// <summary>A text of the customer, so many seconds after what was said before.</summary>
        /// <returns>Why it is ignored.</returns>
        public string? Text(int seconds, string text) => Judge(seconds, new WaitingText(Guid.Empty, text, "SM1", null, null));

        public IReadOnlyList<string?> Texts(int seconds, params string[] texts) => [.. texts.Select(t => Text(seconds, t))];

        public IReadOnlyList<string?> Files(int count) =>
            [.. Enumerable.Range(0, count).Select(_ => Judge(1, new WaitingText(Guid.Empty, "", "SM1", null, "[]")))];

        private string? Judge(int seconds, WaitingText text)
        {
            now = now.AddSeconds(seconds);
            // Through JSON, as the database tells it.
            var thread = new ThreadContext(Guid.Empty, "+14155550199", Customer, "sms", SmsBridge.Messages.ThreadState.Agent, null)
            {
                Recent = RecentTexts.Read(JsonSerializer.Serialize(said)),
                BlockedUntil = blockedUntil,
            };
            var ignored = rules.Judge(Number, thread, text with { At = now });
            blockedUntil = ignored?.BlockedUntil ?? blockedUntil;
            if (ignored is null)
            {
                Say(0, ours: false, text.Media is null ? text.Text : null);
            }

            return ignored?.Reason;
        }

        private void Say(int seconds, bool ours, string? text)
        {
            now = now.AddSeconds(seconds);
            said.Add(
                new
                {
                    @in = !ours,
                    at = now,
                    pending = false,
                    text = ours ? null : text,
                }
            );
        }
    }
}
