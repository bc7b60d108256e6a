namespace SmsBridge.Sandbox.Twilio;

/// <summary>A number as the REST API shows it.</summary>
internal sealed record IncomingPhoneNumber(
    string Sid,
    string AccountSid,
    string FriendlyName,
    string PhoneNumber,
    string SmsUrl,
    string SmsMethod,
    string SmsFallbackUrl,
    string SmsFallbackMethod,
    string SmsApplicationSid,
    IReadOnlyDictionary<string, bool> Capabilities,
    string Status,
    string Origin,
    string Uri
);

internal sealed record IncomingPhoneNumberPage(
    IReadOnlyList<IncomingPhoneNumber> IncomingPhoneNumbers,
    int Page,
    int PageSize,
    int Start,
    int End,
    string Uri,
    string FirstPageUri,
    string? PreviousPageUri,
    string? NextPageUri
);

/// <summary>The IncomingPhoneNumbers resource: find, read and set the webhook of a number. All numbers fit on one page.</summary>
internal sealed class IncomingPhoneNumbersApi(NumberDirectory numbers, MessagesApi messages)
{
    public void Map(WebApplication app)
    {
        const string Base = "/2010-04-01/Accounts/{account}/IncomingPhoneNumbers";
        app.MapGet(Base + ".json", context => messages.WithAccount(context, "numbers", List));
        app.MapGet(Base + "/{sid}.json", context => messages.WithAccount(context, "numbers", Read));
        app.MapPost(Base + "/{sid}.json", context => messages.WithAccount(context, "numbers", Set));
    }

    private Task List(HttpContext context, TwilioAccount account)
    {
        var part = context.Request.Query["PhoneNumber"].ToString().Replace("*", "", StringComparison.Ordinal);
        var found = numbers
            .All.Where(n => n.Account == account && n.Number.Contains(part, StringComparison.Ordinal))
            .Select(Document)
            .ToList();
        var uri = $"{context.Request.Path}{context.Request.QueryString}";
        var page = new IncomingPhoneNumberPage(found, 0, Math.Max(50, found.Count), 0, Math.Max(found.Count - 1, 0), uri, uri, null, null);
        return context.Response.WriteAsJsonAsync(page, TwilioJson.Readable.IncomingPhoneNumberPage);
    }

    private Task Read(HttpContext context, TwilioAccount account) => Answer(context, Find(context, account));

    /// <summary>Changes only the fields sent.</summary>
    private async Task Set(HttpContext context, TwilioAccount account)
    {
        var form = await MessagesApi.Form(context);
        if (Find(context, account) is { } number)
        {
            number.SmsUrl = form.TryGetValue("SmsUrl", out var url) ? url.ToString() : number.SmsUrl;
            number.SmsMethod = form.TryGetValue("SmsMethod", out var method) ? method.ToString() : number.SmsMethod;
            number.SmsFallbackUrl = form.TryGetValue("SmsFallbackUrl", out var fallback) ? fallback.ToString() : number.SmsFallbackUrl;
            number.SmsFallbackMethod = form.TryGetValue("SmsFallbackMethod", out var how) ? how.ToString() : number.SmsFallbackMethod;
            number.SmsApplicationSid = form.TryGetValue("SmsApplicationSid", out var sid) ? sid.ToString() : number.SmsApplicationSid;
            number.FriendlyName = form.TryGetValue("FriendlyName", out var name) ? name.ToString() : number.FriendlyName;
        }
        await Answer(context, Find(context, account));
    }

    private OwnedNumber? Find(HttpContext context, TwilioAccount account) =>
        numbers.All.FirstOrDefault(n => n.Account == account && n.Sid == (string?)context.Request.RouteValues["sid"]);

    private static Task Answer(HttpContext context, OwnedNumber? number) =>
        number is null
            ? TwilioErrors.Answer(context, 20404)
            : context.Response.WriteAsJsonAsync(Document(number), TwilioJson.Readable.IncomingPhoneNumber);

    private static IncomingPhoneNumber Document(OwnedNumber n) =>
        new(
            n.Sid,
            n.Account.Sid,
            n.FriendlyName,
            n.Number,
            n.SmsUrl,
            n.SmsMethod,
            n.SmsFallbackUrl,
            n.SmsFallbackMethod,
            n.SmsApplicationSid,
            new Dictionary<string, bool>
            {
                ["voice"] = true,
                ["sms"] = true,
                ["mms"] = true,
                ["fax"] = false,
            },
            "in-use",
            "twilio",
            $"/2010-04-01/Accounts/{n.Account.Sid}/IncomingPhoneNumbers/{n.Sid}.json"
        );
}
