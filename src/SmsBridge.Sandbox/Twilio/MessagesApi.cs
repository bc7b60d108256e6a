using SmsBridge.Sandbox.Wire;

namespace SmsBridge.Sandbox.Twilio;

/// <summary>The Messages resource: create, list, fetch, update, delete, with Twilio's checks, codes and JSON.</summary>
internal sealed class MessagesApi(
    MessageStore store,
    NumberDirectory numbers,
    OptOuts optOuts,
    StatusCallbacks callbacks,
    FaultPlan faults,
    SidSource sids,
    TimeProvider time
)
{
    private CancellationToken stopping;

    public void Map(WebApplication app)
    {
        stopping = app.Lifetime.ApplicationStopping;
        const string Base = "/2010-04-01/Accounts/{account}";
        app.MapPost(Base + "/Messages.json", context => WithAccount(context, "create", Create));
        app.MapGet(Base + "/Messages.json", context => WithAccount(context, "list", List));
        app.MapGet(Base + "/Messages/{sid}.json", context => WithAccount(context, "fetch", Fetch));
        app.MapPost(Base + "/Messages/{sid}.json", context => WithAccount(context, "update", Update));
        app.MapDelete(Base + "/Messages/{sid}.json", context => WithAccount(context, "delete", Delete));
        app.MapGet(Base + ".json", context => WithAccount(context, "account", Account));
    }

    /// <summary>Checks the credentials against the account in the path (401 with 20003 otherwise), then runs the call with its fault.</summary>
    public async Task WithAccount(HttpContext context, string operation, Func<HttpContext, TwilioAccount, Task> call)
    {
        var account = numbers.Account((string?)context.Request.RouteValues["account"]);
        if (account?.Accepts(context.Request.Headers.Authorization) != true)
        {
            await TwilioErrors.Answer(context, 20003);
            return;
        }
        if (operation == "create")
        {
            await call(context, account);
            return;
        }
        var fault = faults.Take(operation, (string?)context.Request.RouteValues["sid"] ?? context.Request.Query["To"].ToString());
        if (fault is not null)
            await Delay(fault);
        if (fault is null or { Ending: FaultEnding.Answer })
            await call(context, account);
        else
            await fault.End(context, () => TwilioErrors.Envelope(context, fault), stopping);
    }

    private async Task Create(HttpContext context, TwilioAccount account)
    {
        var form = await Form(context);
        var fault = faults.Take("create", form["To"].ToString());
        if (fault is not null)
            await Delay(fault);
        if (fault is null or { TakesEffect: true })
        {
            var (request, error) = CreateRequest.Read(form, account, numbers, optOuts);
            if (request is null)
            {
                await TwilioErrors.Answer(context, error);
                return;
            }
            var message = Record(request, account, context.Request.Headers.TraceParent);
            var document = MessageDocument.Of(message);
            var life = callbacks.Run(message, request.SendAt);
            if (callbacks.Plan.Mode is CallbackMode.BeforeAnswer)
                await life;
            if (fault is null or { Ending: FaultEnding.Answer })
            {
                context.Response.StatusCode = StatusCodes.Status201Created;
                await context.Response.WriteAsJsonAsync(document, TwilioJson.Readable.MessageDocument);
                return;
            }
        }
        await fault!.End(context, () => TwilioErrors.Envelope(context, fault), stopping);
    }

    private SmsMessage Record(CreateRequest request, TwilioAccount account, string? traceparent)
    {
        var now = time.GetUtcNow();
        var message = new SmsMessage
        {
            Id = sids.Next(),
            Account = account,
            Direction = MessageDirection.OutboundApi,
            From = request.From ?? "",
            To = request.To,
            Body = request.Body,
            Media = request.Media,
            MessagingServiceSid = request.ServiceSid,
            StatusCallback = request.StatusCallback,
            Traceparent = traceparent,
            At = now,
            UpdatedAt = now,
            Timestamp = time.GetTimestamp(),
            Status =
                request.SendAt is not null ? MessageStatus.Scheduled
                : request.From is null ? MessageStatus.Accepted
                : MessageStatus.Queued,
        };
        store.Add(message);
        return message;
    }

    private Task List(HttpContext context, TwilioAccount account) =>
        context.Response.WriteAsJsonAsync(MessageList.Page(store, account, context.Request), TwilioJson.Readable.MessagePage);

    private async Task Fetch(HttpContext context, TwilioAccount account)
    {
        if (Find(context, account) is { } message)
            await Write(context, message);
        else
            await TwilioErrors.Answer(context, 20404);
    }

    /// <summary>An empty Body redacts; Status=canceled cancels what has not been sent; both, neither or anything else is 30400.</summary>
    private async Task Update(HttpContext context, TwilioAccount account)
    {
        var form = await Form(context);
        if (Find(context, account) is not { } message)
        {
            await TwilioErrors.Answer(context, 20404);
            return;
        }
        var redact = form.ContainsKey("Body") && form["Body"].ToString().Length == 0;
        var cancel = form["Status"] == "canceled";
        if (form.Count != 1 || redact == cancel)
        {
            await TwilioErrors.Answer(context, 30400);
            return;
        }
        if (redact)
            message.Body = "";
        else if (message.Status >= MessageStatus.Sent || !store.Move(message, MessageStatus.Canceled))
        {
            await TwilioErrors.Answer(context, 30409);
            return;
        }
        await Write(context, message);
    }

    private async Task Delete(HttpContext context, TwilioAccount account)
    {
        if (Find(context, account) is not { } message)
            await TwilioErrors.Answer(context, 20404);
        else if (message.Status < MessageStatus.Sent)
            await TwilioErrors.Answer(context, 20009);
        else
        {
            message.Deleted = true;
            message.Body = "";
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
    }

    private static Task Account(HttpContext context, TwilioAccount account) =>
        context.Response.WriteAsJsonAsync(
            new AccountDocument(account.Sid, "Sandbox", "active", "Full", $"/2010-04-01/Accounts/{account.Sid}.json"),
            TwilioJson.Readable.AccountDocument
        );

    private SmsMessage? Find(HttpContext context, TwilioAccount account) =>
        store.Find((string)context.Request.RouteValues["sid"]!) is { } message && message.Account == account ? message : null;

    private static Task Write(HttpContext context, SmsMessage message) =>
        context.Response.WriteAsJsonAsync(MessageDocument.Of(message), TwilioJson.Readable.MessageDocument);

    /// <summary>Anything but a form counts as a call without parameters.</summary>
    internal static async Task<IFormCollection> Form(HttpContext context) =>
        context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;

    private Task Delay(Fault fault) => fault.Delay > TimeSpan.Zero ? Task.Delay(fault.Delay, time, stopping) : Task.CompletedTask;
}
