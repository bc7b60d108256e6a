using System.Reflection;

namespace Refit;

/// <summary>Turns objects into request bodies and response bodies into objects.</summary>
public interface IHttpContentSerializer
{
    /// <summary>Body for the item; called with <typeparamref name="T"/> = object, whatever the item is.</summary>
    HttpContent ToHttpContent<T>(T item);

    Task<T?> FromHttpContentAsync<T>(HttpContent content, CancellationToken cancellationToken = default);

    /// <summary>Name that the property has on the wire, or null for its own.</summary>
    string? GetFieldNameForProperty(PropertyInfo propertyInfo);
}
