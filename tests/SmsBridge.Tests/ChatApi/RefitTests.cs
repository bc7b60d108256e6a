using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Refit;

namespace SmsBridge.Tests.ChatApi;

/// <summary>Holds for the stand-in and for the real package alike.</summary>
public sealed class RefitTests : IAsyncLifetime
{
    private EchoServer server = null!;

    public async ValueTask InitializeAsync() => server = await EchoServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_response_comes_back_whatever_its_status_with_its_body_unread()
    {
        using var response = await Api().DeleteAsync(7, "x");
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await response.Content.ReadAsStringAsync()).ShouldBe("seen");
    }

    [Theory]
    [InlineData("AC1", "AC1")]
    [InlineData("a/b c+d", "a%2Fb%20c%2Bd")]
    [InlineData("é?#&=%", "%C3%A9%3F%23%26%3D%25")]
    [InlineData("", "")]
    public async Task A_path_value_stays_one_segment(string account, string onTheWire)
    {
        using var response = await Api().ListAsync("v1", account, null, null, default);
        server.Seen.Target.ShouldBe($"/v1/accounts/{onTheWire}/orders.json");
    }

    [Fact]
    public async Task Unbound_parameters_become_the_query_and_nulls_are_left_out()
    {
        using var response = await Api().ListAsync("v1", "a", "2026-11-01 +", 50, default);
        server.Seen.Target.ShouldBe("/v1/accounts/a/orders.json?DateSent%3E=2026-11-01%20%2B&pageSize=50");
    }

    [Theory]
    [InlineData("", "/orders/3")]
    [InlineData("/", "/orders/3")]
    [InlineData("/proxy/api", "/proxy/api/orders/3")]
    public async Task A_prefix_in_the_base_address_is_kept(string prefix, string target)
    {
        using var response = await Api(prefix).DeleteAsync(3, null);
        server.Seen.Target.ShouldBe(target);
        server.Seen.Method.ShouldBe("DELETE");
    }

    [Fact]
    public async Task Headers_of_the_method_and_its_parameters_replace_those_of_the_interface()
    {
        using var response = await Api().CreateAsync(new Order("Ann", 2), null, "Basic abc==");
        server.Seen.Headers["X-Fixed"].ShouldBe("of the method");
        server.Seen.Headers["X-Kept"].ShouldBe("a:b");
        server.Seen.Headers["Authorization"].ShouldBe("Basic abc==");
    }

    [Theory]
    [InlineData("abc==", "abc==")]
    [InlineData("two\r\nX-Evil: 1", "twoX-Evil: 1")]
    [InlineData(null, null)]
    public async Task A_header_goes_through_unvalidated_on_one_line_or_not_at_all_when_null(string? key, string? received)
    {
        using var response = await Api().CreateAsync(new Order("Ann", 2), key, null);
        server.Seen.Headers.GetValueOrDefault("X-API-KEY").ShouldBe(received);
        server.Seen.Headers.ShouldNotContainKey("Authorization");
        server.Seen.Headers.ShouldNotContainKey("X-Evil");
    }

    [Fact]
    public async Task A_null_header_parameter_removes_the_fixed_header()
    {
        using var response = await Api().DeleteAsync(1, null);
        server.Seen.Headers.ShouldNotContainKey("X-Fixed");
        server.Seen.Headers.ShouldContainKey("X-Kept");
    }

    [Fact]
    public async Task A_header_collection_adds_and_replaces()
    {
        var id = Guid.CreateVersion7();
        using var response = await Api()
            .ReplaceAsync(id, new Dictionary<string, string> { ["X-Fixed"] = "new", ["Content-Language"] = "cy" });
        server.Seen.Target.ShouldBe($"/orders/{id}");
        server.Seen.Headers["X-Fixed"].ShouldBe("new");
        server.Seen.Headers["Content-Language"].ShouldBe("cy");
        server.Seen.Headers["Content-Length"].ShouldBe("0");
    }

    [Fact]
    public async Task A_buffered_body_is_source_generated_json_with_a_length()
    {
        using var response = await Api().CreateAsync(new Order("Ann", 2), null, null);
        server.Seen.Body.ShouldBe("""{"customer_name":"Ann","quantity":2}""");
        server.Seen.Headers["Content-Type"].ShouldBe("application/json; charset=utf-8");
        server.Seen.Headers["Content-Length"].ShouldBe("36");
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "36")]
    public async Task Without_a_word_in_the_attribute_the_settings_decide_on_buffering(bool buffered, string? length)
    {
        using var response = await Api(settings: Settings(buffered)).CreateChunkedAsync(new Order("Ann", 2));
        server.Seen.Headers.GetValueOrDefault("Content-Length").ShouldBe(length);
        server.Seen.Headers.GetValueOrDefault("Transfer-Encoding").ShouldBe(buffered ? null : "chunked");
    }

    [Fact]
    public async Task Default_settings_write_camel_case()
    {
        using var client = server.Client();
        using var response = await RestService.For<IOrdersApi>(client).CreateChunkedAsync(new Order("Ann", 2));
        server.Seen.Body.ShouldBe("""{"customerName":"Ann","quantity":2}""");
    }

    [Fact]
    public async Task A_context_need_not_list_object_although_bodies_are_serialized_as_object()
    {
        var settings = new RefitSettings(new SystemTextJsonContentSerializer(PascalOrdersJson.Default.Options));
        using var response = await Api(settings: settings).CreateChunkedAsync(new Order("Ann", 2));
        server.Seen.Body.ShouldBe("""{"CustomerName":"Ann","Quantity":2}""");
    }

    [Fact]
    public async Task A_dictionary_is_sent_as_a_form_without_its_nulls()
    {
        using var response = await Api()
            .FormAsync(
                new Dictionary<string, string>
                {
                    ["To"] = "+1415",
                    ["Body"] = "a b&é",
                    ["Empty"] = "",
                    ["None"] = null!,
                }
            );
        server.Seen.Body.ShouldBe("To=%2B1415&Body=a+b%26%C3%A9&Empty=");
        server.Seen.Headers["Content-Type"].ShouldStartWith("application/x-www-form-urlencoded");
    }

    [Fact]
    public async Task Ready_content_is_sent_as_it_is_so_that_form_names_may_repeat()
    {
        using var content = new FormUrlEncodedContent([new("MediaUrl", "1"), new("MediaUrl", "2")]);
        using var response = await Api().ContentAsync(content);
        server.Seen.Body.ShouldBe("MediaUrl=1&MediaUrl=2");
    }

    [Fact]
    public async Task A_cancelled_call_ends_with_the_plain_cancellation_exception()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Should.ThrowAsync<OperationCanceledException>(() => Api().NeverAsync(cancellation.Token));
    }

    [Fact]
    public async Task A_refused_connection_is_a_plain_HttpRequestException()
    {
        using var client = server.Client();
        var api = RestService.For<IOrdersApi>(client, Settings());
        await server.DisposeAsync();
        await Should.ThrowAsync<HttpRequestException>(() => api.DeleteAsync(1, null));
    }

    [Fact]
    public async Task A_client_without_base_address_fails()
    {
        using var client = new HttpClient();
        await Should.ThrowAsync<InvalidOperationException>(() => RestService.For<IOrdersApi>(client).DeleteAsync(1, null));
    }

    [Fact]
    public async Task A_registered_client_is_injected_over_the_HttpClient_that_the_builder_configures()
    {
        var services = new ServiceCollection();
        services
            .AddRefitGeneratedClient<IOrdersApi>(_ => Settings(buffered: true))
            .ConfigureHttpClient(client => client.BaseAddress = new Uri(server.Url + "/di"));
        await using var provider = services.BuildServiceProvider();
        using var response = await provider.GetRequiredService<IOrdersApi>().CreateChunkedAsync(new Order("Ann", 2));
        server.Seen.Target.ShouldBe("/di/orders");
        server.Seen.Body.ShouldBe("""{"customer_name":"Ann","quantity":2}""");
    }

    private static RefitSettings Settings(bool buffered = false) =>
        new(new SystemTextJsonContentSerializer(OrdersJson.Default.Options))
        {
            Buffered = buffered,
            TransportExceptionFactory = (_, exception, _) => exception,
        };

    private IOrdersApi Api(string prefix = "", RefitSettings? settings = null) =>
        RestService.For<IOrdersApi>(server.Client(prefix), settings ?? Settings());
}
