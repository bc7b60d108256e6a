using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using SmsBridge.Hosting;
using Twilio.Security;

namespace SmsBridge.Twilio.Webhooks;

/// <summary>A webhook that Twilio signed.</summary>
internal sealed record SignedWebhook(TwilioForm Form, TwilioAccount Account);

/// <summary>
/// Lets in what Twilio signed. Everybody else hears the same, whatever is wrong, so that nobody learns which accounts there are; operators hear
/// why (<see cref="Rejections"/>).
/// </summary>
internal sealed class WebhookAuthenticator(TwilioAccounts accounts, WebhookSignature signature, RefusalLimit limit, Rejections rejections)
{
    /// <returns>One of the two.</returns>
    public async Task<(SignedWebhook? Signed, ProblemHttpResult? Refusal)> Open(HttpRequest request)
    {
        var address = request.HttpContext.Connection.RemoteIpAddress;
        var claim = WebhookSignature.Claim(request);
        if (claim is null)
        {
            // It is refused whatever it holds. Its fields are read only to tell operators of a proxy that drops the header.
            if (limit.Count(address) is { } wait)
            {
                return (null, TooMany(request, wait));
            }
        }
        else if (!TwilioForm.MayHold(request))
        {
            return (null, TypedResults.Problem("Send a form, as Twilio does.", statusCode: StatusCodes.Status415UnsupportedMediaType));
        }

        var form = await TwilioForm.Read(request);
        var account = accounts.WithSid(form["AccountSid"] ?? "");
        if (claim is not null)
        {
            if (account is not null && signature.IsValid(request, form, account))
            {
                return (new SignedWebhook(form, account), null);
            }

            // Only now: what is signed rightly is let in however much is not.
            if (limit.Count(address) is { } wait)
            {
                return (null, TooMany(request, wait));
            }
        }

        var refused = RefusedWebhook.Of(request, claim, form, account);
        if (refused.IsLikeTwilios)
        {
            rejections.Note(refused);
        }

        return (null, Refused());
    }

    /// <summary>The words are known to <c>doctor</c>, which finds out by them that it reached a bridge.</summary>
    private static ProblemHttpResult Refused() =>
        TypedResults.Problem(
            "AccountSid and X-Twilio-Signature are not those of a Twilio account that is configured here.",
            statusCode: StatusCodes.Status403Forbidden
        );

    private static ProblemHttpResult TooMany(HttpRequest request, int seconds)
    {
        request.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem("Too many webhooks from this address were refused.", statusCode: StatusCodes.Status429TooManyRequests);
    }
}

/// <summary>Tells whether a webhook comes from Twilio: its signature covers the public URL and every field.</summary>
internal sealed class WebhookSignature(IOptions<PublicOptions> options)
{
    private const string Header = "X-Twilio-Signature";

    /// <summary>Base64 of the 20 bytes of an HMAC-SHA1.</summary>
    private const int Length = 28;

    private readonly PublicUrl url = new(options.Value.BaseUrl);

    /// <returns>The signature that the request has; null where there is none, or one that cannot be Twilio's.</returns>
    public static string? Claim(HttpRequest request)
    {
        Span<byte> bytes = stackalloc byte[Length];
        return
            request.Headers[Header].ToString() is { Length: Length } claim
            && Convert.TryFromBase64String(claim, bytes, out var written)
            && written == 20
            ? claim
            : null;
    }

    public bool IsValid(HttpRequest request, TwilioForm form, TwilioAccount account)
    {
        if (Claim(request) is not { } claim)
        {
            return false;
        }

        // What comes in the URL of a GET is signed with the URL.
        var fields = HttpMethods.IsGet(request.Method) ? [] : form.ForSignature();
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

        // A validator is not safe to share: it keeps one HMAC.
        return url.Candidates(target)
            .Any(candidate => account.Tokens.Any(token => new RequestValidator(token).Validate(candidate, fields, claim)));
    }
}

/// <summary>
/// The fields of a webhook exactly as they came: names keep their case, repeated names and empty values stay, because the signature covers them.
/// </summary>
internal sealed class TwilioForm(List<KeyValuePair<string, string>> fields)
{
    /// <summary>Twilio's webhooks have some 60.</summary>
    private const int MostFields = 500;

    private const int LongestName = 2048;

    /// <summary>The first value of each name: some sixty are asked for in one webhook.</summary>
    private readonly Dictionary<string, string> first = First(fields);

    /// <summary>The first value of that name; null when it is missing.</summary>
    public string? this[string name] => first.GetValueOrDefault(name);

    /// <summary>Names that are there more than once.</summary>
    public IEnumerable<string> Repeated =>
        first.Count == fields.Count ? [] : fields.CountBy(f => f.Key, StringComparer.Ordinal).Where(n => n.Value > 1).Select(n => n.Key);

    /// <summary>
    /// One entry per name, such that name and value in a row give the string that Twilio signs: distinct values of a repeated name, sorted, each
    /// behind the name once more.
    /// </summary>
    public Dictionary<string, string> ForSignature() =>
        fields
            .GroupBy(f => f.Key, f => f.Value, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => string.Join(g.Key, g.Distinct().Order(StringComparer.Ordinal)), StringComparer.Ordinal);

    /// <summary>Whether it is a GET, or its body is in the one encoding that Twilio uses for forms.</summary>
    public static bool MayHold(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        || MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    /// <summary>The body of a POST; of a GET, where the fields are in the URL and signed with it, the query.</summary>
    /// <exception cref="InvalidDataException">It has more fields, or longer names, than any of Twilio's.</exception>
    public static async Task<TwilioForm> Read(HttpRequest request) =>
        new(
            HttpMethods.IsGet(request.Method) ? Parse(request.QueryString.Value)
            : MayHold(request) ? Parse("?" + await Text(request))
            : []
        );

    private static Dictionary<string, string> First(List<KeyValuePair<string, string>> fields)
    {
        var values = new Dictionary<string, string>(fields.Count, StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            values.TryAdd(name, value);
        }

        return values;
    }

    private static async Task<string> Text(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        try
        {
            return await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        }
        catch (IOException error) when (error is not BadHttpRequestException)
        {
            // A chunk whose size is no number that there is, or a client that went away: its fault, not ours.
            throw new BadHttpRequestException("The body cannot be read.", StatusCodes.Status400BadRequest, error);
        }
    }

    /// <summary>A name without an equals sign has an empty value. (FormReader would take what follows, up to the next one, for a part of the name.)</summary>
    private static List<KeyValuePair<string, string>> Parse(string? query)
    {
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var pair in new QueryStringEnumerable(query))
        {
            if (fields.Count == MostFields)
            {
                throw new InvalidDataException($"The form has more than {MostFields} fields.");
            }

            if (pair.EncodedName.Length > LongestName)
            {
                throw new InvalidDataException($"The form has a name of more than {LongestName} characters.");
            }

            fields.Add(new(pair.DecodeName().ToString(), pair.DecodeValue().ToString()));
        }

        return fields;
    }
}
