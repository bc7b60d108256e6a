using System.Text.Json.Nodes;

namespace SmsBridge.FunctionalTests.Hosting;

/// <summary>What follows from the document alone: every operation is asked what it must refuse.</summary>
internal sealed partial class Walk
{
    public async Task WithoutTheRightKey()
    {
        using var stranger = With(null);
        using var viewer = With(await Key("viewer"));
        using var worker = With(await Key("operator"));
        foreach (var operation in Witness.Document.Operations.Where(o => o.Role is not null))
        {
            await Expect(401, Ask(stranger, operation));
            if (operation.Role == "viewer")
            {
                continue;
            }

            await Expect(403, Ask(operation.Role == "admin" ? worker : viewer, operation));
        }
    }

    public async Task WithBodiesThatCannotBeRead()
    {
        foreach (var operation in Witness.Document.Operations.Where(o => o.Body is not null))
        {
            var method = new HttpMethod(operation.Method);
            await Expect(415, Ops.Send(method, operation.SomePath, "{}", "text/plain"));
            await Expect(413, Ops.Send(method, operation.SomePath, $$"""{ "colour": "{{new string('x', 1_100_000)}}" }"""));
            (await Expect(400, Ops.Send(method, operation.SomePath, """{ "colour": 1 }"""))).Problem.ShouldContain(
                "colour",
                customMessage: operation.Name
            );
            await Expect(400, Ops.Send(method, operation.SomePath, "{"));
        }
    }

    /// <summary>Whatever the schema of a body forbids, the operation refuses.</summary>
    public async Task WithBodiesThatTheSchemaForbids()
    {
        var count = 0;
        foreach (var operation in Witness.Document.Operations.Where(o => o.Body is not null))
        {
            foreach (var (what, body) in Forbidden(operation))
            {
                count++;
                var answer = await Ops.Send(new HttpMethod(operation.Method), operation.SomePath, body.ToJsonString());
                answer.Status.ShouldBe(400, $"{operation.Name} with {what}: {answer.Body}");
            }
        }

        count.ShouldBeGreaterThan(30);
    }

    /// <summary>What a query must not hold is named, and nothing happens.</summary>
    public async Task WithQueriesThatThereAreNot()
    {
        foreach (var operation in Witness.Document.Operations.Where(o => o.Role is not null))
        {
            (await Expect(400, Ask(Ops, operation, "?colour=red"))).Problem.ShouldContain("'colour' is not known");
            (await Expect(400, Ask(Ops, operation, "?%00=red"))).Problem.ShouldContain("U+0000");
            foreach (var parameter in operation.Parameters.Where(p => p.GetProperty("in").GetString() == "query"))
            {
                var name = parameter.GetProperty("name").GetString()!;
                (await Expect(400, Ask(Ops, operation, $"?{name}=a%00b"))).Problem.ShouldContain(name, customMessage: operation.Name);
                (await Expect(400, Ask(Ops, operation, $"?{name}=1&{name}=1"))).Problem.ShouldContain($"{name} is given 2 times");
                if (parameter.GetProperty("schema").TryGetProperty("enum", out var words))
                {
                    var refused = await Expect(400, Ask(Ops, operation, $"?{name}=%C2%A7"));
                    refused.Problem.ShouldContain(name, customMessage: operation.Name);
                    refused.Problem.ShouldContain(words[0].GetString()!, customMessage: operation.Name);
                }
            }
        }
    }

    public static Task<Answer> Ask(Operator who, Operation operation, string query = "") =>
        who.Send(
            new HttpMethod(operation.Method),
            operation.SomePath + query,
            operation.Body is null ? null : operation.Example!.Value.GetRawText()
        );

    private IEnumerable<(string What, JsonObject Body)> Forbidden(Operation operation)
    {
        var schema = Witness.Document.Schemas.Follow(Resolved(operation));
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(n => n.GetString()!).ToList() : [];
        foreach (var name in required)
        {
            yield return ($"no {name}", Changed(operation, b => b.Remove(name)));
            yield return ($"{name} null", Changed(operation, b => b[name] = null));
        }

        foreach (var member in schema.GetProperty("properties").EnumerateObject())
        {
            if (member.Value.TryGetProperty("maxLength", out var most))
            {
                yield return ($"a long {member.Name}", Changed(operation, b => b[member.Name] = new string('x', most.GetInt32() + 1)));
            }

            if (member.Value.TryGetProperty("minimum", out var low))
            {
                yield return ($"a small {member.Name}", Changed(operation, b => b[member.Name] = low.GetInt32() - 1));
            }

            if (member.Value.TryGetProperty("maximum", out var high))
            {
                yield return ($"a large {member.Name}", Changed(operation, b => b[member.Name] = high.GetInt32() + 1));
            }

            if (member.Value.TryGetProperty("enum", out _) || member.Value.TryGetProperty("pattern", out _))
            {
                yield return ($"another {member.Name}", Changed(operation, b => b[member.Name] = "\u00a7"));
            }
        }
    }

    /// <summary>Where the body may be left out, the reference is one of two.</summary>
    private static System.Text.Json.JsonElement Resolved(Operation operation)
    {
        var schema = operation.Body!.Value.GetProperty("schema");
        return schema.TryGetProperty("oneOf", out var either)
            ? either.EnumerateArray().First(s => s.TryGetProperty("$ref", out _))
            : schema;
    }

    private static JsonObject Changed(Operation operation, Action<JsonObject> change)
    {
        var body = (JsonObject)JsonNode.Parse(operation.Example!.Value.GetRawText())!;
        change(body);
        return body;
    }

    private async Task<string> Key(string role) =>
        (await Post(201, "/api/v1/keys", new { name = $"walk {role}", role })).Json.GetProperty("key").GetString()!;
}
