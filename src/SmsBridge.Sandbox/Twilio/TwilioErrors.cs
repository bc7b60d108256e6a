using SmsBridge.Sandbox.Wire;

namespace SmsBridge.Sandbox.Twilio;

/// <summary>Twilio's error codes with their texts, and the way an error is answered.</summary>
internal static class TwilioErrors
{
    private static readonly Dictionary<int, string> Texts = new()
    {
        [20003] = "Authenticate",
        [20009] = "Cannot delete message because delivery is not complete.",
        [20404] = "The requested resource was not found",
        [20429] = "Too Many Requests",
        [20500] = "An internal server error has occurred",
        [21211] = "Invalid 'To' Phone Number",
        [21212] = "Invalid From Number (caller ID)",
        [21265] = "'To' number cannot be a Short Code",
        [21266] = "'To' and 'From' number cannot be the same",
        [21408] = "Permission to send an SMS has not been enabled for the region indicated by the 'To' number",
        [21602] = "Message body is required.",
        [21603] = "A 'From' phone number is required.",
        [21604] = "A 'To' phone number is required.",
        [21606] = "The 'From' phone number provided is not a valid message-capable Twilio phone number for this destination/account",
        [21609] = "Invalid StatusCallback URL",
        [21610] = "Attempt to send to unsubscribed recipient",
        [21611] = "This 'From' number has exceeded the maximum number of queued messages",
        [21612] = "Message cannot be sent with the current combination of 'To' and/or 'From' parameters",
        [21614] = "'To' number is not a valid mobile number",
        [21617] = "The concatenated message body exceeds the 1600 character limit",
        [21660] = "Mismatch between the 'From' number and the account",
        [21701] = "The Messaging Service does not exist",
        [21703] = "The Messaging Service does not have a phone number available to send a message",
        [30001] = "Queue overflow",
        [30003] = "Unreachable destination handset",
        [30004] = "Message blocked",
        [30005] = "Unknown destination handset",
        [30006] = "Landline or unreachable carrier",
        [30007] = "Message filtered",
        [30008] = "Unknown error",
        [30400] = "Invalid message update: send either an empty Body or Status=canceled",
        [30409] = "The message is in a final state and cannot be changed",
    };

    public static string Text(int code) => Texts.GetValueOrDefault(code, $"Error {code}");

    /// <summary>The usual HTTP status of a code.</summary>
    public static int StatusOf(int code) =>
        code switch
        {
            20003 => 401,
            20404 => 404,
            20009 or 30409 => 409,
            20429 => 429,
            20500 => 500,
            _ => 400,
        };

    /// <summary>Answers with a code under its usual HTTP status.</summary>
    public static Task Answer(HttpContext context, int code)
    {
        context.Response.StatusCode = StatusOf(code);
        if (code == 20003)
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"Twilio API\"";
        return Write(context, code);
    }

    /// <summary>The JSON body of a planned fault; without a code the usual one for the status.</summary>
    public static Task Envelope(HttpContext context, Fault fault) =>
        Write(context, int.TryParse(fault.Code, out var code) ? code : UsualCode(fault.Status));

    private static int UsualCode(int status) =>
        status switch
        {
            401 => 20003,
            404 => 20404,
            429 => 20429,
            >= 500 => 20500,
            _ => 21211,
        };

    private static Task Write(HttpContext context, int code) =>
        context.Response.WriteAsJsonAsync(
            new ErrorDocument(code, Text(code), $"https://www.twilio.com/docs/errors/{code}", context.Response.StatusCode),
            TwilioJson.Readable.ErrorDocument
        );
}
