using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Hosting;

/// <summary><c>requests/*.http</c> walk the whole API, and every request in them works.</summary>
public sealed class RequestFilesTests(TestPostgres postgres)
{
    [Fact]
    public async Task Every_request_works_from_top_to_bottom_and_every_operation_is_among_them()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, new BridgeSetup { Script = ShopSupport.Script });
        using var witness = new Witness(await ApiDocument.Of(bridge.Ops));
        var files = HttpFile.All().ToList();
        files.Count.ShouldBeGreaterThan(8);

        foreach (var file in files)
        {
            // What the file itself says is for ./dev up.
            var variables = file.Variables.ToDictionary();
            variables["host"] = bridge.Instances[0].OpsAddress;
            variables["public"] = bridge.Instances[0].PublicAddress;
            // No part of the document, so the witness must not see it.
            variables["metrics"] = $"{bridge.Instances[0].OpsAddress}/metrics";
            variables["key"] = BridgeSettings.Key;
            variables["twilio"] = bridge.Twilio.Url.ToString().TrimEnd('/');
            using var run = new HttpFileRun(file, variables, witness);
            await run.All();
        }

        witness.Mistakes.ShouldBeEmpty();
        witness
            .Document.Operations.Where(o => !witness.HasSucceeded(o))
            .Select(o => o.Name)
            .ShouldBeEmpty("Add a request to requests/….http");
    }
}
