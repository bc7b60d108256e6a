using System.Collections.Concurrent;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.Sandbox.Twilio;

/// <summary>Who owns which number, and which numbers are in which Messaging Service.</summary>
internal sealed class NumberDirectory(IReadOnlyList<TwilioAccount> accounts, SidSource sids)
{
    private readonly ConcurrentDictionary<string, OwnedNumber> byNumber = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, OwnedNumber> firstOfService = new(StringComparer.Ordinal);

    public IReadOnlyList<TwilioAccount> Accounts { get; } = accounts;

    public IEnumerable<OwnedNumber> All => byNumber.Values.OrderBy(n => n.Number, StringComparer.Ordinal);

    public TwilioAccount? Account(string? sid)
    {
        foreach (var account in Accounts)
        {
            if (account.Sid == sid)
                return account;
        }
        return null;
    }

    public OwnedNumber? Find(string number) => byNumber.GetValueOrDefault(number);

    /// <summary>The number that a Messaging Service sends from; null when the service has none or does not exist.</summary>
    public OwnedNumber? SenderOf(string serviceSid) => firstOfService.GetValueOrDefault(serviceSid);

    public OwnedNumber Connect(string number, string accountSid, string webhookUrl, string? messagingServiceSid, bool advancedOptOut)
    {
        var account = Account(accountSid) ?? throw new ArgumentException($"No account {accountSid}.", nameof(accountSid));
        var owned = byNumber.AddOrUpdate(
            number,
            n => new OwnedNumber(n, sids.Next("PN"), account),
            (n, old) => old.Account == account ? old : new OwnedNumber(n, sids.Next("PN"), account)
        );
        owned.SmsUrl = webhookUrl;
        owned.MessagingServiceSid = messagingServiceSid;
        owned.AdvancedOptOut = advancedOptOut;
        if (messagingServiceSid is not null)
            firstOfService.TryAdd(messagingServiceSid, owned);
        return owned;
    }
}
