using System.Collections;

namespace Refit;

/// <summary>Turns the body argument into content.</summary>
internal static class RestBody
{
    public static HttpContent Create(BodySerializationMethod method, object? value, IHttpContentSerializer serializer, string owner) =>
        value switch
        {
            HttpContent content => content,
            string text when method is BodySerializationMethod.Default => new StringContent(text),
            null when method is BodySerializationMethod.UrlEncoded => new FormUrlEncodedContent([]),
            not null when method is BodySerializationMethod.UrlEncoded => new FormUrlEncodedContent(Entries(value, owner)),
            _ => serializer.ToHttpContent(value),
        };

    /// <summary>
    /// Entries of a dictionary of strings, without those whose value is null. The real package recognises dictionaries by
    /// <see cref="IDictionary"/> and sends the properties of everything else (of a list: its Count), so nothing else passes here.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, string>> Entries(object value, string owner) =>
        value is IDictionary and IEnumerable<KeyValuePair<string, string>> entries
            ? entries.Where(entry => entry.Value is not null)
            : throw new NotSupportedException($"{owner}: a {value.GetType()} cannot be spread; pass a Dictionary<string, string>.");
}
