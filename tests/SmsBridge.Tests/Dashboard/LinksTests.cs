using SmsBridge.Dashboard;

namespace SmsBridge.Tests.Dashboard;

public sealed class LinksTests
{
    private static readonly Links Here = new("/sms");

    [Theory]
    [InlineData("/sms/console/threads?state=agent")]
    [InlineData("/sms/console?done=saved")]
    public void Signing_in_leads_back_into_the_console(string next) => Here.Back(next).ShouldBe(next);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/console/threads")]
    [InlineData("/sms/consoles")]
    [InlineData("//evil.example/sms/console/")]
    [InlineData("/sms/console//evil.example")]
    [InlineData("/sms/console/\\evil.example")]
    [InlineData("/sms/console/\r\nSet-Cookie: a=b")]
    [InlineData("https://evil.example/sms/console/")]
    public void And_nowhere_else(string? next) => Here.Back(next).ShouldBe("/sms/console");

    [Fact]
    public void Numbers_are_escaped() =>
        Here.Number("whatsapp:+14155550199", "/history").ShouldBe("/sms/console/numbers/whatsapp%3A%2B14155550199/history");
}
