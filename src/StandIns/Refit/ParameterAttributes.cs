namespace Refit;

/// <summary>Gives a parameter another name in the path template or the query string.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class AliasAsAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>Puts a parameter into the query string, also where it would otherwise be taken for the body.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class QueryAttribute : Attribute;

/// <summary>How a body is written.</summary>
public enum BodySerializationMethod
{
    /// <summary>Strings as plain text, HttpContent as it is, anything else through the content serializer.</summary>
    Default = 0,

    /// <summary>A dictionary as application/x-www-form-urlencoded, entries with a null value left out.</summary>
    UrlEncoded = 2,

    /// <summary>Everything but HttpContent through the content serializer, strings too.</summary>
    Serialized = 3,
}

/// <summary>Sends the parameter as the request body; unbuffered JSON goes out chunked, buffered JSON with a Content-Length.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class BodyAttribute : Attribute
{
    public BodyAttribute(BodySerializationMethod serializationMethod = BodySerializationMethod.Default) =>
        SerializationMethod = serializationMethod;

    public BodyAttribute(bool buffered) => Buffered = buffered;

    public BodyAttribute(BodySerializationMethod serializationMethod, bool buffered)
    {
        SerializationMethod = serializationMethod;
        Buffered = buffered;
    }

    /// <summary>Null when not given: <see cref="RefitSettings.Buffered"/> decides.</summary>
    public bool? Buffered { get; }

    public BodySerializationMethod SerializationMethod { get; }
}
