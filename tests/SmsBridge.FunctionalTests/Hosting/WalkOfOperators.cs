using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Hosting;

internal sealed partial class Walk
{
    public async Task Numbers()
    {
        const string path = "/api/v1/numbers/%2B14155550177";
        var document = BridgeSetup.Document(
            "+14155550177",
            d =>
            {
                d["attributes"] = new System.Text.Json.Nodes.JsonObject { ["brand"] = "acme" };
                d["quietHours"] = new System.Text.Json.Nodes.JsonObject { ["from"] = "21:00", ["to"] = "08:00" };
            }
        );
        await Get(404, path);
        await Delete(404, path);
        await Expect(201, Ops.Put(path, document));
        await Expect(200, Ops.Put(path, document));
        await Expect(400, Ops.Put(path, BridgeSetup.Document("+14155550178")));
        await Get(200, path);
        await Get(200, "/api/v1/numbers?limit=1");
        await Get(400, "/api/v1/numbers?limit=501");
        await Get(200, $"{path}/history");
        await Get(400, $"{path}/history?limit=x");
        await Delete(204, path);
    }

    public async Task Failures()
    {
        var customer = bridge.Customer();
        bridge.Chat.Faults.Next(1, Fault.Http(400), "respond", customer.Address);
        await customer.Texts("hi");
        await customer.Shows("in", "failed");
        var id = (await Get(200, "/api/v1/failures")).Json.GetProperty("items")[0].GetProperty("id");
        await Get(400, "/api/v1/failures?all=perhaps");
        await Post(202, $"/api/v1/failures/{id}/replay");
        await Post(409, $"/api/v1/failures/{id}/replay");
        await Post(404, $"/api/v1/failures/{Unknown}/replay");
        await Get(200, "/api/v1/failures?all=true");
    }

    public async Task KeysAndAudit()
    {
        var key = new { name = "night shift", role = "viewer" };
        var made = await Post(201, "/api/v1/keys", key);
        await Post(409, "/api/v1/keys", key);
        await Post(400, "/api/v1/keys", new { name = "x", role = "owner" });
        using (var viewer = With(made.Json.GetProperty("key").GetString()))
        {
            await Expect(200, viewer.Get("/api/v1/numbers"));
        }

        await Get(200, "/api/v1/keys");
        await Get(400, "/api/v1/keys?cursor=MQ");
        await Delete(204, $"/api/v1/keys/{made.Json.GetProperty("id")}");
        await Delete(404, $"/api/v1/keys/{Unknown}");
        await Get(200, "/api/v1/audit?limit=500");
        await Get(400, "/api/v1/audit?limit=0");
    }

    public async Task Customers()
    {
        var customer = bridge.Customer();
        await customer.Texts("hi");
        await customer.Settles();
        var path = $"/api/v1/customers/{Uri.EscapeDataString(customer.Address)}";
        await Get(200, path);
        await Get(400, "/api/v1/customers/somebody");
        await Delete(200, $"{path}?allChannels=true");
        await Delete(400, "/api/v1/customers/somebody");
        await Get(404, path);
    }

    public async Task Rejections()
    {
        await Get(200, "/api/v1/webhook-rejections?limit=1");
        await Get(400, "/api/v1/webhook-rejections?limit=0");
    }

    public async Task WhatNeedsNoKey()
    {
        using var stranger = With(null);
        foreach (var operation in Witness.Document.Operations.Where(o => o.Role is null))
        {
            await Expect(200, stranger.Get(operation.Path));
        }
    }
}
