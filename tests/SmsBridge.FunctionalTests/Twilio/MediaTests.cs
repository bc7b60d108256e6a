using System.Text.Json;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.FunctionalTests.Twilio;

/// <summary>Pictures and other files: told to the agent, listed on the message, served to desks.</summary>
public sealed class MediaTests(SharedBridge shared) : BridgeTests(shared)
{
    private const string Quiet = "+14155550321";
    private const int Most = 100_000;

    private static readonly byte[] Picture = [.. Enumerable.Range(0, 70_000).Select(i => (byte)i)];

    private protected override BridgeSetup Setup =>
        new()
        {
            Settings = new Dictionary<string, string?> { ["Twilio:MaxMediaBytes"] = $"{Most}" },
            Script = new AgentScript("Hello.", [])
                .On("human", "One moment.", handoff: """{ "destination": "d" }""")
                .Otherwise("You said: {text}"),
            Numbers =
            [
                BridgeSetup.Document(),
                BridgeSetup.Document(Quiet, d => d["mediaLine"] = ""),
                BridgeSetup.Document("+14155550322", d => d["mediaLine"] = "(sent: {count}, {types})"),
            ],
        };

    [Fact]
    public async Task A_picture_is_listed_on_the_message_and_served_to_who_has_a_key()
    {
        var customer = Bridge.Customer();

        await customer.Sends("Look at this", With(File(Picture)));
        await customer.Receives();

        var listed = (await customer.Messages())[0].GetProperty("media").EnumerateArray().ToList().ShouldHaveSingleItem();
        listed.EnumerateObject().Select(m => m.Name).ShouldBe(["contentType", "url"]);
        listed.GetProperty("contentType").GetString().ShouldBe("image/jpeg");
        var url = listed.GetProperty("url").GetString()!;
        var file = await Ops.Download(url);
        file.Status.ShouldBe(200);
        file.Bytes.ShouldBe(Picture);
        file.Content.ContentType!.MediaType.ShouldBe("image/jpeg");
        file.Content.ContentDisposition.ShouldBeNull();
        file.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        file.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");
        using var stranger = new Operator(Bridge.Instances[0].OpsAddress, key: null);
        (await stranger.Download(url)).Status.ShouldBe(401);
    }

    [Fact]
    public async Task The_credentials_go_to_Twilios_api_and_not_on_to_where_it_redirects()
    {
        var url = await Sent(File(Picture));

        (await Ops.Download(url)).Status.ShouldBe(200);

        var path = await StoredPath(url);
        var requests = Bridge.Twilio.Media.Requests.Where(r => r.Path == path).ToList();
        requests.Select(r => r.Host).ShouldBe(["api", "cdn"]);
        requests[0].Authorization.ShouldStartWith("Basic ");
        requests[1].Authorization.ShouldBeNull();
    }

    [Theory]
    [InlineData("https://evil.example/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages/MM1/Media/ME1")]
    [InlineData("https://api.twilio.com.evil.example/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages/MM1/Media/ME1")]
    [InlineData("http://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages/MM1/Media/ME1")]
    [InlineData("https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000002/Messages/MM1/Media/ME1")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("not a url")]
    public async Task A_file_anywhere_else_is_not_fetched(string elsewhere)
    {
        var url = await Sent(new InboundMedia(elsewhere, "image/jpeg"));

        var answer = await Ops.Get(url);

        answer.Status.ShouldBe(403);
        answer.ContentType.ShouldBe("application/problem+json");
        answer.Problem.ShouldContain("not fetched");
    }

    [Fact]
    public async Task Another_port_of_Twilios_host_is_not_even_connected_to()
    {
        using var other = new Bystander();
        var url = await Sent(
            new InboundMedia($"{other.Url}2010-04-01/Accounts/{TwilioAccount.Default.Sid}/Messages/MM1/Media/ME1", "image/png")
        );

        (await Ops.Get(url)).Status.ShouldBe(403);

        other.WasCalled.ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_that_Twilio_no_longer_has_is_404_with_the_reason()
    {
        var gone =
            $"{Bridge.Twilio.Url}2010-04-01/Accounts/{TwilioAccount.Default.Sid}/Messages/MM00000000000000000000000000000001/Media/ME00000000000000000000000000000404";

        var answer = await Ops.Get(await Sent(new InboundMedia(gone, "image/png")));

        answer.Status.ShouldBe(404);
        answer.Problem.ShouldContain("no longer has the file");
        (await Ops.Get($"/api/v1/messages/{Guid.CreateVersion7()}/media/0")).Problem.ShouldContain("There is no message");
        (await Ops.Get((await Sent(File(Picture)))[..^1] + "7")).Problem.ShouldContain("has no file 7");
    }

    [Fact]
    public async Task A_file_above_the_cap_is_refused_by_name_of_the_setting()
    {
        var answer = await Ops.Get(await Sent(File(new byte[Most + 1])));

        answer.Status.ShouldBe(413);
        answer.Problem.ShouldContain("Twilio:MaxMediaBytes");
        (await Ops.Download(await Sent(File(new byte[Most])))).Bytes.Length.ShouldBe(Most);
    }

    [Theory]
    [InlineData("image/png", true)]
    [InlineData("audio/ogg", true)]
    [InlineData("video/mp4", true)]
    [InlineData("application/pdf", true)]
    [InlineData("text/vcard", true)]
    [InlineData("text/html", false)]
    [InlineData("image/svg+xml", false)]
    [InlineData("application/javascript", false)]
    public async Task What_could_run_in_a_browser_is_only_offered_for_saving(string type, bool shown)
    {
        var file = await Ops.Download(await Sent(File([1, 2, 3], type)));

        file.Bytes.ShouldBe([1, 2, 3]);
        file.Content.ContentType!.MediaType.ShouldBe(shown ? type : "application/octet-stream");
        (file.Content.ContentDisposition?.DispositionType).ShouldBe(shown ? null : "attachment");
    }

    [Fact]
    public async Task The_agent_reads_a_line_about_files_below_the_text_and_finds_their_types_in_the_metadata()
    {
        var customer = Bridge.Customer();

        await customer.Sends("Look", With(File([1]), File([2], "audio/ogg")));
        await customer.Receives();

        var turn = Bridge.Chat.Turns.Of(customer.Address).ShouldHaveSingleItem();
        turn.Message.ShouldBe("Look\n[The customer sent 2 file(s): image/jpeg, audio/ogg]");
        JsonElement
            .DeepEquals(
                turn.Metadata!.Value,
                JsonDocument.Parse("""{"media":[{"content_type":"image/jpeg"},{"content_type":"audio/ogg"}],"media_count":2}""").RootElement
            )
            .ShouldBeTrue(turn.Metadata.Value.GetRawText());
    }

    [Theory]
    [InlineData(BridgeSetup.Number, "", "[The customer sent 1 file(s): image/jpeg]")]
    [InlineData("+14155550322", "", "(sent: 1, image/jpeg)")]
    [InlineData("+14155550322", "Look", "Look\n(sent: 1, image/jpeg)")]
    [InlineData(Quiet, "Look", "Look")]
    [InlineData(Quiet, "", "[The customer sent 1 file(s): image/jpeg]")]
    public async Task The_number_words_the_line_and_a_file_without_a_text_is_asked_all_the_same(string number, string text, string asked)
    {
        var customer = Bridge.Customer(number);

        await customer.Sends(text, With(File([1])));
        await customer.Receives();

        customer.Asked.ShouldBe([asked]);
    }

    [Fact]
    public async Task While_people_have_the_thread_the_event_lists_the_files_at_our_own_address()
    {
        var customer = Bridge.Customer();
        await customer.Texts("human");
        await customer.Receives();
        await Bridge.Desk.Take();

        await customer.Sends("", With(File(Picture)));

        var media = (await Bridge.Desk.Take()).Data.GetProperty("media").EnumerateArray().ToList().ShouldHaveSingleItem();
        media.GetProperty("contentType").GetString().ShouldBe("image/jpeg");
        (await Ops.Download(media.GetProperty("url").GetString()!)).Bytes.ShouldBe(Picture);
    }

    [Fact]
    public async Task A_text_without_files_has_no_metadata()
    {
        var customer = Bridge.Customer();

        await customer.Texts("hello");
        await customer.Receives();

        Bridge.Chat.Turns.Of(customer.Address).ShouldHaveSingleItem().Metadata.ShouldBeNull();
    }

    private static InboundMedia File(byte[] bytes, string type = "image/jpeg") => new("", type) { Data = bytes };

    private static InboundOptions With(params InboundMedia[] media) => new() { Media = media };

    /// <summary>A customer sends a file; the address at which the API serves it.</summary>
    private async Task<string> Sent(InboundMedia file)
    {
        var customer = Bridge.Customer();
        await customer.Sends("file", With(file));
        await customer.Receives();
        return (await customer.Messages())[0].GetProperty("media")[0].GetProperty("url").GetString()!;
    }

    private async Task<string> StoredPath(string url)
    {
        var stored = await Bridge.Database.One<string>(
            "select media -> 0 ->> 'url' from messages where id = $1",
            Guid.Parse(url.Split('/')[4])
        );
        return new Uri(stored!).AbsolutePath;
    }
}
