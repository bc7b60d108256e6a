using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using SmsBridge.Hosting;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Outbound;

namespace SmsBridge.Threads.Proactive;

/// <summary>A text to a customer who need not have texted.</summary>
/// <param name="Number">One of ours, from which the text goes out.</param>
/// <param name="Customer">E.164, behind <c>whatsapp:</c> or <c>rcs:</c> where the number is of that channel.</param>
/// <param name="Text">Plain text; what phones cannot show is taken out, and what is too long goes out as several messages.</param>
/// <param name="ClientMessageId">The caller's id of this text within the thread, by which a repeated call is known.</param>
/// <param name="SendAt">ISO 8601 with an offset, at most 35 days ahead; null, or in the past: now.</param>
/// <param name="TimeZone">IANA name, where the caller knows in which the customer is.</param>
/// <param name="IgnoreQuietHours">For what cannot wait.</param>
internal sealed partial record StartRequest(
    [property: Required, MaxLength(StartRequest.MaxAddress)] string? Number = null,
    [property: Required, MaxLength(StartRequest.MaxAddress)] string? Customer = null,
    [property: Required, MaxLength(MemberErrors.MaxText)] string? Text = null,
    [property: Required, MaxLength(MemberErrors.MaxId)] string? ClientMessageId = null,
    string? SendAt = null,
    string? TimeZone = null,
    bool IgnoreQuietHours = false
)
{
    /// <summary>As far as Twilio plans ahead itself.</summary>
    private static readonly TimeSpan MostAhead = TimeSpan.FromDays(35);

    /// <summary>WhatsApp ids of users are the longest.</summary>
    private const int MaxAddress = 150;

    /// <summary>Null: at once.</summary>
    [JsonIgnore]
    public DateTimeOffset? At =>
        SendAt is not null
        && OffsetPattern().IsMatch(SendAt)
        && DateTimeOffset.TryParse(SendAt, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? at.ToUniversalTime()
            : null;

    public static Dictionary<string, string[]> NoNumber(string number) =>
        new() { ["number"] = [$"'{number}' is none of the numbers that are configured and enabled; PUT its document first."] };

    /// <param name="numbers">As this instance knows them.</param>
    public Dictionary<string, string[]> Errors(NumberBook numbers, DateTimeOffset now)
    {
        var errors = new MemberErrors()
            .Required("number", Number, MaxAddress)
            .Required("customer", Customer, MaxAddress)
            .Required("text", Text, MemberErrors.MaxText)
            .Required("clientMessageId", ClientMessageId, MemberErrors.MaxId)
            .Found;
        void Require(bool good, string member, string error)
        {
            if (!good)
            {
                errors.TryAdd(member, [error]);
            }
        }

        Require(Number is null || numbers.Find(Number) is { Enabled: true }, "number", NoNumber(Number!)["number"][0]);
        Require(
            Customer is null || Addresses.IsCustomer(Customer),
            "customer",
            $"'{Customer}' cannot be texted: write +14155550101, that behind whatsapp: or rcs:, or whatsapp:US.… for a user without a number."
        );
        Require(
            Customer is null || numbers.Find(Customer) is null,
            "customer",
            $"'{Customer}' is one of our own numbers; name the customer's."
        );
        Require(
            Customer is null || Number is null || Channel.Of(Customer) == Channel.Of(Number),
            "customer",
            $"'{Customer}' and the number '{Number}' belong to different channels; give both the same prefix, or none."
        );
        Require(
            Text is null || Reply.Shape(Author.Bridge, Text, Number ?? "", NumberDocument.DefaultSegmentsPerPart).Count > 0,
            "text",
            Reply.NothingLeft
        );
        Require(
            SendAt is null || At is not null,
            "sendAt",
            $"'{SendAt}' is no time with an offset; write 2026-07-01T09:00:00-04:00 or 2026-07-01T13:00:00Z."
        );
        Require(At is null || At <= now + MostAhead, "sendAt", $"'{SendAt}' is further ahead than {MostAhead.TotalDays} days.");
        Require(
            TimeZone is null || TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _),
            "timeZone",
            $"The time zone '{TimeZone}' is not known here; write an IANA name, for example America/New_York."
        );
        return errors;
    }

    [GeneratedRegex("^[0-9]{4}-.*(Z|[+-][0-9]{2}:[0-9]{2})\\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex OffsetPattern();
}
