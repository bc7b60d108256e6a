namespace SmsBridge.Hosting;

/// <summary>Whom and what the examples are about: the same in all of them, and in those of the events.</summary>
internal static class Story
{
    public const string Number = "+14155550199";
    public const string Customer = "+14155550101";
    public const string Agent = "support";
    public const string Variant = "VARIANT-12345678";
    public const string ChatConversation = "CONV-5f0c9a";
    public const string Token = "ct_3Jm8q1VtZ0c5Yk7bXe2Rw9";

    public static readonly Guid Thread = new("28686cce-f676-8e62-b236-2234f16d8910");
    public static readonly Guid Handoff = new("01a1fd0c-2331-7cd1-9982-6807dab94225");
    public static readonly Guid Event = new("01a1fd0c-2335-796e-94ca-e0d3bf1f329e");
    public static readonly Guid Message = new("01a1fd0c-149c-72fa-9f9b-06177d7ce953");
    public static readonly Guid Key = new("01a1f9a4-03e7-7b2a-8f36-0c7f5a2f4e11");
    public static readonly Guid Other = new("01a1fd0c-15a2-729a-8ac6-70bb4127d912");

    /// <summary>On the day of the story.</summary>
    public static DateTimeOffset At(int minute, int second = 0) => new(2026, 11, 21, 7, minute, second, TimeSpan.Zero);
}
