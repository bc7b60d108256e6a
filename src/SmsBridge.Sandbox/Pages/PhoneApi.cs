using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Twilio;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.Sandbox.Pages;

internal sealed record PhoneSetup(IReadOnlyList<string> Customers, IReadOnlyList<PhoneNumber> Numbers, IReadOnlyList<CommandHelp> Commands);

internal sealed record PhoneNumber(string Number, string Label);

internal sealed record PhoneText(string From, string To, string Body);

/// <summary>One bubble; the same sid replaces an earlier state of it.</summary>
/// <param name="Side">out: the person's own text; in: a reply.</param>
/// <param name="Error">Why a text did not get through, in words.</param>
internal sealed record Bubble(string Sid, int Order, string Side, string Text, string Status, string? Error, DateTimeOffset At);

/// <summary>What the phone page asks: who and whom, a thread's bubbles with their changes, and sending a text.</summary>
internal sealed class PhoneApi(PagesServerOptions options, TwilioServer twilio, ChatApiServer? chat)
{
    private CancellationToken stopping;

    public void Map(WebApplication app)
    {
        stopping = app.Lifetime.ApplicationStopping;
        app.MapGet("/api/phone", context => context.Response.WriteAsJsonAsync(Setup(), PagesJson.Default.PhoneSetup));
        app.MapGet("/api/phone/events", Events);
        app.MapPost("/api/phone/texts", context => ControlJson.Read(context, PagesJson.Default.PhoneText, text => Text(context, text)));
    }

    private PhoneSetup Setup() =>
        new(
            options.Customers,
            [.. twilio.Numbers.OrderBy(n => n.FriendlyName, StringComparer.Ordinal).Select(n => new PhoneNumber(n.Number, n.FriendlyName))],
            chat is null ? [] : ChatCommands.Help
        );

    /// <summary>The thread so far, then every new bubble and every change of one.</summary>
    private async Task Events(HttpContext context)
    {
        var customer = context.Request.Query["customer"].ToString();
        var number = context.Request.Query["number"].ToString();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var changes = Channel.CreateUnbounded<SmsMessage>();
        void Watch(SmsMessage message)
        {
            if (message.Customer == customer && (message.From == number || message.To == number))
                changes.Writer.TryWrite(message);
        }

        twilio.Store.Watch(Watch);
        try
        {
            await EventStream.Open(context);
            foreach (var message in twilio.Store.Between(customer, number))
                await Send(context, message, either.Token);
            await foreach (var message in changes.Reader.ReadAllAsync(either.Token))
                await Send(context, message, either.Token);
        }
        catch (OperationCanceledException)
        {
            // The page was left, or the sandbox stops.
        }
        finally
        {
            twilio.Store.Unwatch(Watch);
        }
    }

    /// <summary>Answers at once; how the webhook took the text comes as a change of its bubble.</summary>
    private Task Text(HttpContext context, PhoneText text)
    {
        if (text.Body.Length is 0 or > 1600)
            throw new ControlRefusal("A text has 1 to 1,600 characters.");
        if (!options.Customers.Contains(text.From))
            throw new ControlRefusal($"{text.From} is not one of the page's phones.");
        if (twilio.Numbers.All(n => n.Number != text.To))
            throw new ControlRefusal($"{text.To} is not connected.");
        _ = twilio.Text(text.From, text.To, text.Body);
        return ControlJson.Done(context);
    }

    private static Task Send(HttpContext context, SmsMessage message, CancellationToken stop) =>
        EventStream.Send(context, "bubble", JsonSerializer.SerializeToUtf8Bytes(Show(message), PagesJson.Default.Bubble), stop);

    private static Bubble Show(SmsMessage m) =>
        m.Direction is MessageDirection.Inbound
            ? new Bubble(m.Sid, m.Sequence, "out", m.Body, OwnStatus(m.WebhookStatus), OwnError(m), m.At)
            : new Bubble(m.Sid, m.Sequence, "in", m.Body, m.Status.Word(), Refusal(m), m.At);

    private static string OwnStatus(short webhook) =>
        webhook switch
        {
            0 => "sending",
            >= 200 and <= 299 => "delivered",
            _ => "failed",
        };

    private static string? OwnError(SmsMessage m) =>
        m.WebhookStatus switch
        {
            0 or (>= 200 and <= 299) => null,
            SmsMessage.NoAnswer => "The bridge did not answer. Is it running?",
            403 => "The bridge refused it (403): the signature or the account does not match its settings.",
            503 => "The bridge could not store it (503).",
            404 => "Nothing answers at the number's webhook address (404).",
            var status => $"The bridge answered {status}.",
        };

    private static string? Refusal(SmsMessage m) => m.ErrorCode is { } code ? $"Not delivered: {TwilioErrors.Text(code)} ({code})" : null;
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PhoneSetup))]
[JsonSerializable(typeof(PhoneText))]
[JsonSerializable(typeof(Bubble))]
internal sealed partial class PagesJson : JsonSerializerContext;
