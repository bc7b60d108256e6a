using SmsBridge.Sandbox.Twilio;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Hosting;

internal sealed partial class Walk
{
    public async Task Threads()
    {
        var customer = bridge.Customer();
        await customer.Texts("hi");
        await customer.Receives();
        await Get(200, "/api/v1/threads?state=agent&limit=2");
        await Get(400, "/api/v1/threads?cursor=!");
        await Get(200, $"/api/v1/threads/{customer.ThreadId}");
        await Get(404, $"/api/v1/threads/{Unknown}");
        await Post(200, $"/api/v1/threads/{customer.ThreadId}/close");
        await Post(404, $"/api/v1/threads/{Unknown}/close");

        await Post(409, $"/api/v1/threads/{customer.ThreadId}/take-over");
        await Post(404, $"/api/v1/threads/{Unknown}/take-over");
        await Post(400, $"/api/v1/threads/{customer.ThreadId}/take-over", new { reason = new string('x', 201) });
        await customer.Texts("again");
        await customer.Receives();
        await customer.Shows("in", "answered");
        await Post(201, $"/api/v1/threads/{customer.ThreadId}/take-over", new { acceptedBy = "Ada" });
        await Post(200, $"/api/v1/threads/{customer.ThreadId}/close");
    }

    public async Task StartedTexts()
    {
        var (customer, gone) = (bridge.Customer(), bridge.Customer());
        object Text(string id, string text, string? sendAt = null, string? to = null) =>
            new
            {
                number = BridgeSetup.Number,
                customer = to ?? customer.Address,
                text,
                clientMessageId = id,
                sendAt,
            };

        var started = await Post(202, "/api/v1/messages", Text("a", "Your order is ready."));
        await customer.Receives();
        await Post(409, "/api/v1/messages", Text("a", "Another text."));
        await Post(400, "/api/v1/messages", Text("b", "", "tomorrow"));
        var later = TimeProvider.System.GetUtcNow().AddDays(2).ToString("O");
        var waiting = (await Post(202, "/api/v1/messages", Text("c", "Later.", later))).Json.GetProperty("messages")[0].GetProperty("id");
        await Delete(200, $"/api/v1/messages/{waiting}");
        await Delete(409, $"/api/v1/messages/{started.Json.GetProperty("messages")[0].GetProperty("id")}");
        await Delete(404, $"/api/v1/messages/{Unknown}");

        await gone.Texts("STOP");
        await gone.Shows("in", "ignored");
        await Post(409, "/api/v1/messages", Text("d", "Hello?", to: gone.Address));
    }

    public async Task Media()
    {
        var picture = await Sent(new InboundMedia("", "image/png") { Data = [1, 2, 3] });
        await Get(200, picture);
        await Get(404, picture[..^1] + "7");
        await Get(403, await Sent(new InboundMedia("https://evil.example/x", "image/png")));
        await Get(413, await Sent(new InboundMedia("", "image/png") { Data = new byte[1001] }));
        bridge.Twilio.Faults.Next(1, Fault.Http(500), "media");
        await Get(502, picture);
        bridge.Twilio.Faults.Next(1, Fault.Hang, "media");
        await Get(504, picture);
    }

    public async Task Consents()
    {
        var customer = bridge.Customer();
        object Said(string number) =>
            new
            {
                number,
                customer = customer.Address,
                optedOut = true,
            };

        await Post(204, "/api/v1/consents", Said(BridgeSetup.Number));
        await Post(400, "/api/v1/consents", Said("+14155550177"));
        await Get(200, "/api/v1/consents?limit=500");
        await Get(200, "/api/v1/consents?format=csv");
        await Get(400, "/api/v1/consents?limit=0");
    }

    private async Task<string> Sent(InboundMedia file)
    {
        var customer = bridge.Customer();
        await customer.Sends("file", new InboundOptions { Media = [file] });
        await customer.Receives();
        return (await customer.Messages())[0].GetProperty("media")[0].GetProperty("url").GetString()!;
    }
}
