using System.Globalization;
using System.Text.RegularExpressions;

namespace SmsBridge.Sandbox.Twilio;

/// <summary>The form of a create call, checked as Twilio checks it.</summary>
internal sealed partial record CreateRequest(
    string To,
    string? From,
    string? ServiceSid,
    string Body,
    byte Media,
    string? StatusCallback,
    DateTimeOffset? SendAt
)
{
    /// <summary>Twilio refuses longer bodies with 21617.</summary>
    private const int LongestBody = 1600;

    /// <summary>Reads the form; an error code instead of a request when Twilio would refuse it.</summary>
    public static (CreateRequest? Request, int Error) Read(
        IFormCollection form,
        TwilioAccount account,
        NumberDirectory numbers,
        OptOuts optOuts
    )
    {
        var request = new CreateRequest(
            form["To"].ToString(),
            NullIfEmpty(form["From"]),
            NullIfEmpty(form["MessagingServiceSid"]),
            form["Body"].ToString(),
            (byte)Math.Min(form["MediaUrl"].Count, 10),
            NullIfEmpty(form["StatusCallback"]),
            SendTime(form)
        );
        var hasContent = request.Body.Length > 0 || request.Media > 0 || form.ContainsKey("ContentSid");
        var error = request.AddressError(account, numbers);
        if (error == 0)
            error = hasContent ? request.ContentError() : 21602;
        if (error == 0 && optOuts.IsBlocked(request.ServiceSid ?? request.From!, request.To))
            error = 21610;
        return error == 0 ? (request, 0) : (null, error);
    }

    private int AddressError(TwilioAccount account, NumberDirectory numbers)
    {
        if (To.Length == 0)
            return 21604;
        if (From is null && ServiceSid is null)
            return 21603;
        if (ShortCode().IsMatch(To))
            return 21265;
        if (!Address().IsMatch(To))
            return 21211;
        if (To == From)
            return 21266;
        return From is null ? ServiceError(account, numbers) : SenderError(account, numbers);
    }

    private int ServiceError(TwilioAccount account, NumberDirectory numbers) =>
        numbers.SenderOf(ServiceSid!)?.Account == account ? 0 : 21701;

    private int SenderError(TwilioAccount account, NumberDirectory numbers)
    {
        var owner = numbers.Find(From!);
        if (owner is null)
            return Address().IsMatch(From!) || ShortCode().IsMatch(From!) ? 21606 : 21212;
        return owner.Account == account ? 0 : 21660;
    }

    private int ContentError()
    {
        if (Body.Length > LongestBody)
            return 21617;
        if (StatusCallback is null)
            return 0;
        var valid =
            Uri.TryCreate(StatusCallback, UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https"
            && !url.Host.Contains('_', StringComparison.Ordinal);
        return valid ? 0 : 21609;
    }

    private static DateTimeOffset? SendTime(IFormCollection form) =>
        form["ScheduleType"] == "fixed"
        && DateTimeOffset.TryParse(form["SendAt"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : null;

    private static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;

    [GeneratedRegex(
        @"^(?:[a-z]+:)?\+[1-9]\d{6,14}$|^(?:messenger|rcs):.+$|^whatsapp:[A-Z]{2}\.[A-Za-z0-9]{1,128}$",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Address();

    [GeneratedRegex(@"^\d{3,6}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ShortCode();
}
