namespace Refit;

/// <summary>Fixed headers, each written as <c>Name: value</c>; those of a method replace those of its interface.</summary>
[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Method)]
public sealed class HeadersAttribute(params string[] headers) : Attribute
{
    public string[] Headers { get; } = headers;
}

/// <summary>Sends the parameter as the named header; null leaves the header out, a fixed one of that name included.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HeaderAttribute(string header) : Attribute
{
    public string Header { get; } = header;
}

/// <summary>Sends each entry of an <c>IDictionary&lt;string, string&gt;</c> parameter as a header.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HeaderCollectionAttribute : Attribute;
