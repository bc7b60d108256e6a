using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Primitives;
using SmsBridge.Hosting;

namespace SmsBridge.Tests.Hosting;

public sealed class QueryParametersTests
{
    [Theory]
    [InlineData("cursor", true)]
    [InlineData("limit", true)]
    [InlineData("size", false)]
    [InlineData("after", false)]
    public void What_a_page_works_out_for_itself_is_no_parameter(string name, bool known) =>
        Known()
            .Mistake(new QueryCollection(new Dictionary<string, StringValues> { [name] = "1" }))
            .ShouldBe(known ? null : $"The query parameter '{name}' is not known. Known: cursor, limit.");

    private static QueryParameters Known()
    {
        var list = ([AsParameters] PageQuery page) => page;
        var endpoint = new RouteEndpointBuilder(_ => Task.CompletedTask, RoutePatternFactory.Parse("/things"), order: 0);
        endpoint.Metadata.Add(list.Method);
        QueryParameters.Of(endpoint);
        return endpoint.Metadata.OfType<QueryParameters>().Single();
    }
}
