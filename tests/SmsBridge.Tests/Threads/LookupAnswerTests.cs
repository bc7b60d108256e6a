using System.Text;
using System.Text.Json;
using SmsBridge.Threads.Lookups;

namespace SmsBridge.Tests.Threads;

public sealed class LookupAnswerTests
{
    [Theory]
    [InlineData("{}", "{}")]
    [InlineData(
        """{"name":"Ann","n":1.5e3,"b":false,"o":{"x":null},"l":[1,"x"]}""",
        """{"name":"Ann","n":1.5e3,"b":false,"o":{"x":null},"l":[1,"x"]}"""
    )]
    [InlineData("""{"name":null,"tier":"gold"}""", """{"tier":"gold"}""")]
    [InlineData("""{"attributes":{"name":"Ann"},"variantId":"V1"}""", """{"attributes":{"name":"Ann"},"variantId":"V1"}""")]
    [InlineData("""{"zero":0E-10,"emoji":"\ud83d\ude00"}""", """{"zero":0E-10,"emoji":"😀"}""")]
    public void The_members_of_the_object_are_the_attributes_and_null_says_not_known(string body, string attributes)
    {
        var answer = Read(body);
        answer.Fault.ShouldBeNull();
        using var expected = JsonDocument.Parse(attributes);
        var read = JsonSerializer.SerializeToElement(answer.Attributes);
        JsonElement.DeepEquals(read, expected.RootElement).ShouldBeTrue(read.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("""{"name":"Ann" """)]
    [InlineData("""{"name":"Ann"} x""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"Ann\"")]
    [InlineData("""{"a":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}""")]
    public void Anything_but_an_object_tells_nothing(string body) => Refused(body);

    [Theory]
    [InlineData("""{"a":"x\u0000"}""")]
    [InlineData("""{"a\u0000":1}""")]
    [InlineData("""{"a":["\ud83d"]}""")]
    [InlineData("""{"\ude00":1}""")]
    [InlineData("""{"a":{"b":1e999999}}""")]
    [InlineData("""{"a":1E-99999999999}""")]
    public void What_Postgres_would_refuse_is_refused_before_it_holds_up_the_turn(string body) => Refused(body);

    private static void Refused(string body)
    {
        var answer = Read(body);
        answer.Fault.ShouldNotBeNull().ShouldStartWith("its answer ");
        answer.Attributes.ShouldBeEmpty();
    }

    private static LookupAnswer Read(string body) => LookupAnswer.Read(Encoding.UTF8.GetBytes(body));
}
