using System.Text.Json;

namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>A person at a desk who deals with one customer, knowing nothing but the public contract.</summary>
/// <param name="ops">The instance that the desk talks to; it can change.</param>
internal sealed class DeskPerson(Customer customer, Operator ops)
{
    private readonly List<Delivery> heard = [];

    public Operator Ops { get; set; } = ops;

    public Guid HandoffId { get; private set; }

    /// <summary>Of the last accept.</summary>
    public string? Token { get; set; }

    /// <summary>What the desk was told about the customer so far, in order.</summary>
    public IReadOnlyList<Delivery> Heard => heard;

    public IEnumerable<string> Texts =>
        heard.Where(d => d.Type == "smsbridge.handoff.message.v1").Select(d => d.Data.GetProperty("text").GetString()!);

    /// <summary>Waits for the next event of this customer; those of other customers are taken along.</summary>
    public async Task<Delivery> Hears()
    {
        while (true)
        {
            var delivery = await new Desk(Ops).Take();
            if (delivery.ThreadId == customer.ThreadId)
            {
                heard.Add(delivery);
                return delivery;
            }
        }
    }

    /// <summary>Waits for the next event of this kind, for example <c>released</c>.</summary>
    public async Task<JsonElement> Hears(string kind)
    {
        while (true)
        {
            var delivery = await Hears();
            if (delivery.Type == $"smsbridge.handoff.{kind}.v1")
            {
                if (kind == "requested")
                {
                    HandoffId = delivery.Data.GetProperty("handoffId").GetGuid();
                }

                return delivery.Data;
            }
        }
    }

    /// <summary>Hears of a handoff and accepts it.</summary>
    public async Task TakesTheThread()
    {
        await Hears("requested");
        var answer = await Accepts();
        answer.Status.ShouldBe(200, answer.Body);
    }

    public async Task<Answer> Accepts(object? body = null)
    {
        var answer = await Ops.Post($"/api/v1/handoffs/{HandoffId}/accept", body);
        Token = answer.Status == 200 ? answer.Json.GetProperty("controlToken").GetString() : Token;
        return answer;
    }

    public Task<Answer> Writes(string text, string clientMessageId, string? token = null) =>
        Ops.Post(
            $"/api/v1/handoffs/{HandoffId}/messages",
            new
            {
                text,
                clientMessageId,
                controlToken = token ?? Token,
            }
        );

    public Task<Answer> Releases(string reason = "solved", string? token = null) =>
        Ops.Post($"/api/v1/handoffs/{HandoffId}/release", new { reason, controlToken = token ?? Token });

    /// <summary>The handoff as the API shows it.</summary>
    public async Task<JsonElement> Handoff()
    {
        var answer = await Ops.Get($"/api/v1/handoffs/{HandoffId}");
        answer.Status.ShouldBe(200, answer.Body);
        return answer.Json;
    }
}
