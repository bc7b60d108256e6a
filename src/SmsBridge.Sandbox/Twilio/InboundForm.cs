using System.Globalization;

namespace SmsBridge.Sandbox.Twilio;

/// <summary>The form fields of an inbound message webhook, in the order in which Twilio tends to send them.</summary>
internal static class InboundForm
{
    public static List<KeyValuePair<string, string>> Build(OwnedNumber number, string from, string body, string sid, InboundOptions options)
    {
        var fields = new List<KeyValuePair<string, string>>(24);
        void Add(string name, string value) => fields.Add(new(name, value));
        var customer = Geography.Of(from);
        var ours = Geography.Of(number.Number);

        Add("ToCountry", ours.Country);
        Add("ToState", ours.State);
        Add("SmsMessageSid", sid);
        Add("NumMedia", options.Media.Count.ToString(CultureInfo.InvariantCulture));
        Add("ToCity", ours.City);
        Add("FromZip", customer.Zip);
        Add("SmsSid", sid);
        Add("FromState", customer.State);
        Add("SmsStatus", "received");
        Add("FromCity", customer.City);
        Add("Body", body);
        Add("FromCountry", customer.Country);
        Add("To", number.Number);
        if (number.MessagingServiceSid is { } service)
            Add("MessagingServiceSid", service);
        Add("ToZip", ours.Zip);
        Add("NumSegments", Segments.Count(body).ToString(CultureInfo.InvariantCulture));
        Add("MessageSid", sid);
        Add("AccountSid", number.Account.Sid);
        Add("From", from);
        Add("ApiVersion", "2010-04-01");
        for (var i = 0; i < options.Media.Count; i++)
        {
            Add($"MediaContentType{i}", options.Media[i].ContentType);
            Add($"MediaUrl{i}", options.Media[i].Url);
        }
        var optOut = options.OptOutType ?? (number.AdvancedOptOut ? OptOuts.TypeOf(body) : null);
        if (optOut is not null)
            Add("OptOutType", optOut);
        foreach (var (name, value) in options.Fields)
            Change(fields, name, value);
        return fields;
    }

    private static void Change(List<KeyValuePair<string, string>> fields, string name, string? value)
    {
        fields.RemoveAll(f => f.Key == name);
        if (value is not null)
            fields.Add(new(name, value));
    }
}
