using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace SmsBridge.Twilio.Webhooks;

/// <summary>
/// The fields of a webhook exactly as they came: names keep their case, repeated names and empty values stay, because the signature covers them.
/// </summary>
internal sealed class TwilioForm(List<KeyValuePair<string, string>> fields)
{
    /// <summary>Twilio's webhooks have some 60.</summary>
    private const int MostFields = 500;

    private const int LongestName = 2048;

    /// <summary>The first value of that name; null when it is missing.</summary>
    public string? this[string name] => fields.Find(f => f.Key == name).Value;

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
