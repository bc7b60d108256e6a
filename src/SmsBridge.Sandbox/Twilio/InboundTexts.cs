using System.Globalization;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.Sandbox.Twilio;

/// <summary>Texts from customers: recorded, run through the keyword handling, and delivered to the number's webhook.</summary>
internal sealed class InboundTexts(
    MessageStore store,
    NumberDirectory numbers,
    OptOuts optOuts,
    WebhookClient webhooks,
    SidSource sids,
    MediaFiles media,
    Func<Uri> address,
    TimeProvider time
)
{
    private const string ForeignToken = "ffffffffffffffffffffffffffffffff";

    public async Task<InboundDelivery> Text(string from, string to, string body, InboundOptions options)
    {
        var number = numbers.Find(to) ?? throw new ArgumentException($"{to} is not connected; call ConnectNumber first.", nameof(to));
        var message = Record(number, from, body, options);
        var sid = options.MessageSid ?? message.Sid;
        var firstTime = store.Add(message);
        var acts = to.StartsWith('+') || number.AdvancedOptOut;
        if (firstTime && optOuts.Apply(number.MessagingServiceSid ?? to, from, body, acts) is { } reply && !number.AdvancedOptOut)
            Reply(number, from, reply);

        options = options with { Media = [.. options.Media.Select(m => Keep(number, sid, m))] };
        var fields = InboundForm.Build(number, from, body, sid, options);
        var answers = await Deliver(number, fields, options);
        message.WebhookStatus = answers[0].Status == 0 ? SmsMessage.NoAnswer : (short)answers[0].Status;
        foreach (var text in firstTime ? TwimlReplies.In(answers[0]) : [])
            Reply(number, from, text);
        store.Touch(message);
        return new InboundDelivery(sid, answers);
    }

    private InboundMedia Keep(OwnedNumber number, string sid, InboundMedia file) =>
        file.Data is { } bytes
            ? file with
            {
                Url = new Uri(address(), media.Add(number.Account.Sid, sid, bytes, file.ContentType)).AbsoluteUri,
            }
            : file;

    private async Task<IReadOnlyList<WebhookAnswer>> Deliver(
        OwnedNumber number,
        List<KeyValuePair<string, string>> fields,
        InboundOptions options
    )
    {
        var token =
            options.NoSignature ? null
            : options.WrongSignature ? ForeignToken
            : number.Account.PrimaryToken;
        var urls = Enumerable
            .Repeat(options.Urls ?? [number.SmsApplicationSid.Length > 0 ? "" : number.SmsUrl], options.Repeat)
            .SelectMany(u => u)
            .ToList();
        if (options.Parallel)
            return await Task.WhenAll(urls.Select(url => Task.Run(() => webhooks.Send(url, number.SmsMethod, fields, token))));
        var answers = new List<WebhookAnswer>(urls.Count);
        foreach (var url in urls)
        {
            var answer = url.Length == 0 ? NoWebhook : await webhooks.Send(url, number.SmsMethod, fields, token);
            if (answer.Status is < 200 or > 299 && number.SmsFallbackUrl.Length > 0)
                answer = await Fallback(number, fields, token, answer);
            answers.Add(answer);
        }
        return answers;
    }

    /// <summary>The fallback URL gets the same fields plus what went wrong, signed over its own address.</summary>
    private Task<WebhookAnswer> Fallback(
        OwnedNumber number,
        List<KeyValuePair<string, string>> fields,
        string? token,
        WebhookAnswer failure
    )
    {
        // 11217: the server answered 4xx or 5xx; 11200: nothing usable came back.
        var code = failure.Status >= 400 ? "11217" : "11200";
        List<KeyValuePair<string, string>> more = [.. fields, new("ErrorCode", code), new("ErrorUrl", failure.Url)];
        return webhooks.Send(number.SmsFallbackUrl, number.SmsFallbackMethod, more, token);
    }

    private SmsMessage Record(OwnedNumber number, string from, string body, InboundOptions options)
    {
        var now = time.GetUtcNow();
        return new SmsMessage
        {
            Id = options.MessageSid is { } sid && SmsMessage.TryParseSid(sid, out var id) ? id : sids.Next(),
            Account = number.Account,
            Direction = MessageDirection.Inbound,
            From = from,
            To = number.Number,
            Body = body,
            Media = (byte)options.Media.Count,
            MessagingServiceSid = number.MessagingServiceSid,
            At = now,
            UpdatedAt = now,
            SentAt = now,
            Timestamp = time.GetTimestamp(),
            Status = MessageStatus.Received,
        };
    }

    private void Reply(OwnedNumber number, string to, string body)
    {
        var now = time.GetUtcNow();
        store.Add(
            new SmsMessage
            {
                Id = sids.Next(),
                Account = number.Account,
                Direction = MessageDirection.OutboundReply,
                From = number.Number,
                To = to,
                Body = body,
                At = now,
                UpdatedAt = now,
                SentAt = now,
                Timestamp = time.GetTimestamp(),
                Status = MessageStatus.Delivered,
            }
        );
    }

    private static WebhookAnswer NoWebhook { get; } = new("", 0, "", null, TimeSpan.Zero, "the number has no webhook URL");
}
