using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.FunctionalTests.Twilio;

/// <summary>Where Twilio sends on to, and files that turn out otherwise than announced.</summary>
public sealed class MediaRedirectTests(SharedBridge shared) : BridgeTests(shared)
{
    private const int Most = 100_000;

    private protected override BridgeSetup Setup =>
        BridgeSetup.With(("Twilio:MaxMediaBytes", $"{Most}"), ("Twilio:MediaTimeout", "00:00:02"));

    [Fact]
    public async Task A_redirect_into_the_network_is_not_followed()
    {
        using var other = new Bystander();
        foreach (
            var target in new[]
            {
                other.Url + "{0}",
                "http://169.254.169.254/{0}",
                "http://mms.twiliocdn.com/{0}",
                "https://evil.example/{0}",
            }
        )
        {
            var answer = await Get(await Sent([1]), target);

            answer.Status.ShouldBe(502, target);
            answer.Problem.ShouldContain("not followed");
        }

        other.WasCalled.ShouldBeFalse();
    }

    [Fact]
    public async Task A_circle_of_redirects_is_left()
    {
        var url = await Sent([1]);

        var answer = await Get(url, Bridge.Twilio.Url + "{0}");

        answer.Status.ShouldBe(502);
        answer.Problem.ShouldContain("too often");
        var stored = await Bridge.Database.One<string>(
            "select media -> 0 ->> 'url' from messages where id = $1",
            Guid.Parse(url.Split('/')[4])
        );
        Bridge.Twilio.Media.Requests.Count(r => r.Path == new Uri(stored!).AbsolutePath).ShouldBe(4, "once, and three redirects");
    }

    [Fact]
    public async Task A_file_that_does_not_say_its_length_is_cut_off_at_the_cap_so_that_nobody_takes_it_for_whole()
    {
        var (large, small) = (await Sent(new byte[Most * 3]), await Sent(new byte[Most]));
        Bridge.Twilio.Media.WithoutLength = true;
        try
        {
            await Should.ThrowAsync<HttpRequestException>(() => Ops.Download(large));
            (await Ops.Download(small)).Bytes.Length.ShouldBe(Most);
        }
        finally
        {
            Bridge.Twilio.Media.WithoutLength = false;
        }
    }

    [Fact]
    public async Task A_file_that_does_not_come_is_given_up_after_the_time_limit()
    {
        var url = await Sent([1]);
        Bridge.Twilio.Faults.Next(1, Sandbox.Wire.Fault.Hang, "media");

        var answer = await Ops.Get(url);

        answer.Status.ShouldBe(504);
        answer.Problem.ShouldContain("Twilio:MediaTimeout");
    }

    private async Task<Answer> Get(string url, string redirectTo)
    {
        Bridge.Twilio.Media.RedirectTo = redirectTo;
        try
        {
            return await Ops.Get(url);
        }
        finally
        {
            Bridge.Twilio.Media.RedirectTo = null;
        }
    }

    private async Task<string> Sent(byte[] file)
    {
        var customer = Bridge.Customer();
        await customer.Sends("file", new InboundOptions { Media = [new InboundMedia("", "image/jpeg") { Data = file }] });
        await customer.Receives();
        return (await customer.Messages())[0].GetProperty("media")[0].GetProperty("url").GetString()!;
    }
}
