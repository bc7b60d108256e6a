using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SmsBridge.Hosting;
using SmsBridge.Numbers;
using SmsBridge.Storage;
using SmsBridge.Work;

namespace SmsBridge.Twilio;

/// <summary>What has become of a number's webhook at Twilio.</summary>
/// <param name="Changed">False: it was like that already.</param>
internal sealed record Rewired(NumberWebhook Before, NumberWebhook After, bool Changed);

/// <summary>Points a number's webhook at the bridge, after saving what was there, and puts that back.</summary>
internal sealed class NumberConnector(
    IDbContextFactory<BridgeDbContext> contexts,
    TwilioAccounts accounts,
    TwilioNumbers twilio,
    IOptions<PublicOptions> options,
    AuditLog audit
)
{
    private const string Post = "POST";

    private NumberWebhook Ours => new(PublicUrl.Inbound(options.Value.BaseUrl), Post, "");

    /// <summary>Short codes and channel addresses are no phone numbers to Twilio.</summary>
    public static bool CanConnect(string number) => number.StartsWith('+');

    /// <summary>Twilio's settings in the fragment do not change where it points.</summary>
    public static bool PointsAt(NumberWebhook webhook, string url) =>
        webhook.ApplicationSid.Length == 0 && webhook.Url.Split('#')[0] == url && webhook.Method == Post;

    /// <summary>Without what may be a secret: user, password, query.</summary>
    public static string Shown(NumberWebhook webhook) =>
        webhook.ApplicationSid.Length > 0 ? $"the TwiML application {webhook.ApplicationSid}"
        : webhook.Url.Length == 0 ? "nowhere"
        : !Uri.TryCreate(webhook.Url, UriKind.Absolute, out var url) ? "an address that is none"
        : $"{webhook.Method} {url.Scheme}://{url.Authority}{url.AbsolutePath}";

    public async Task<Attempt<Rewired>> Connect(NumberDocument number, Actor actor, CancellationToken cancellationToken)
    {
        if (accounts.Named(number.TwilioAccount) is not { } account)
        {
            return new Failure(FailureCategory.Rejected, $"There is no Twilio account '{number.TwilioAccount}' in the settings");
        }

        var attempt = await twilio.Find(account, number.Number, cancellationToken);
        if (attempt.Value is not { } found)
        {
            return attempt.Failure!;
        }

        if (PointsAt(found.Webhook, Ours.Url))
        {
            return new Rewired(found.Webhook, found.Webhook, Changed: false);
        }

        // Saved first: whatever happens afterwards, it can be put back.
        await Save(number.Number, account, found, actor, cancellationToken);
        return await Set("number.connect", number.Number, account, found, Ours, actor, cancellationToken);
    }

    /// <param name="force">Also where somebody has pointed the number elsewhere since.</param>
    public async Task<Attempt<Rewired>> Disconnect(string number, Actor actor, bool force, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.SavedWebhooks.SingleOrDefaultAsync(w => w.Number == number, cancellationToken) is not { } saved)
        {
            return new Failure(FailureCategory.Rejected, "Nothing is saved for this number: it was not connected by smsbridge");
        }

        if (accounts.WithSid(saved.AccountSid) is not { } account)
        {
            return new Failure(FailureCategory.Rejected, $"The account {saved.AccountSid} is not in the settings any more");
        }

        var attempt = await twilio.Find(account, number, cancellationToken);
        if (attempt.Value is not { } found)
        {
            return attempt.Failure!;
        }

        if (!force && !PointsAt(found.Webhook, Ours.Url))
        {
            return new Failure(
                FailureCategory.Rejected,
                $"It points at {Shown(found.Webhook)} and not at the bridge: somebody changed it since. --force puts the old one back all the same"
            );
        }

        var before = new NumberWebhook(saved.SmsUrl, saved.SmsMethod, saved.SmsApplicationSid);
        var set = await Set("number.disconnect", number, account, found, before, actor, cancellationToken);
        if (set.Failure is null)
        {
            context.Remove(saved);
            await context.SaveChangesAsync(CancellationToken.None);
        }

        return set;
    }

    private async Task<Attempt<Rewired>> Set(
        string action,
        string number,
        TwilioAccount account,
        TwilioNumber found,
        NumberWebhook wanted,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        var set = await twilio.Set(account, found.Sid, wanted, cancellationToken);
        if (set.Failure is { } failure)
        {
            return failure;
        }

        await audit.Write(
            actor,
            action,
            number,
            new { Webhook = Shown(found.Webhook) },
            new { Webhook = Shown(wanted) },
            CancellationToken.None
        );
        return new Rewired(found.Webhook, wanted, Changed: true);
    }

    private async Task Save(string number, TwilioAccount account, TwilioNumber found, Actor actor, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.SavedWebhooks.SingleOrDefaultAsync(w => w.Number == number, cancellationToken);

        // What points here already, if not quite rightly, is nothing to go back to.
        if (row is not null && found.Webhook.ApplicationSid.Length == 0 && found.Webhook.Url.Split('#')[0] == Ours.Url)
        {
            return;
        }

        if (row is not null)
        {
            context.Remove(row);
            await context.SaveChangesAsync(cancellationToken);
        }

        context.SavedWebhooks.Add(
            new SavedWebhookRow
            {
                Number = number,
                AccountSid = account.Sid,
                PhoneSid = found.Sid,
                SmsUrl = found.Webhook.Url,
                SmsMethod = found.Webhook.Method,
                SmsApplicationSid = found.Webhook.ApplicationSid,
                SavedBy = actor.Name,
            }
        );
        await context.SaveChangesAsync(cancellationToken);
    }
}
