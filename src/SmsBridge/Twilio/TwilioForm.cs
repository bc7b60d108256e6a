using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace SmsBridge.Twilio;

/// <summary>
/// The fields of a webhook exactly as they came: names keep their case, repeated names and empty values stay, because the signature covers them.
/// </summary>
internal sealed class TwilioForm(List<KeyValuePair<string, string>> fields)
{
    /// <summary>Twilio's webhooks have some 60.</summary>
    private const int MostFields = 500;

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
    public static async Task<TwilioForm> Read(HttpRequest request)
    {
        var fields = new List<KeyValuePair<string, string>>();
        if (HttpMethods.IsGet(request.Method))
        {
            foreach (var pair in new QueryStringEnumerable(request.QueryString.Value))
            {
                Add(new(pair.DecodeName().ToString(), pair.DecodeValue().ToString()));
            }
        }
        else if (MayHold(request))
        {
            using var reader = new FormReader(request.Body);
            while (await reader.ReadNextPairAsync(request.HttpContext.RequestAborted) is { } pair)
            {
                Add(pair);
            }
        }

        return new TwilioForm(fields);

        void Add(KeyValuePair<string, string> field)
        {
            if (fields.Count == MostFields)
            {
                throw new InvalidDataException($"The form has more than {MostFields} fields.");
            }

            fields.Add(field);
        }
    }
}
