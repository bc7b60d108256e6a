using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using SmsBridge.Twilio.Webhooks;

namespace SmsBridge.Tests.Twilio;

/// <summary>What holds for any webhook, however it is misshapen.</summary>
public sealed class WebhookFuzzTests
{
    private const string Base = "https://bridge.example.com";
    private const string Target = "/twilio/inbound?tenant=acme&v=1";
    private const string Signature = "637godXDtRhcEI0XyTCqcbsp7zg=";

    /// <summary>Bytes that mean something in a form come more often.</summary>
    private static readonly Gen<byte> Bytes = Gen.Frequency(
        (12, Gen.Elements("&=%+;2Bb0\0\r\n"u8.ToArray())),
        (8, Gen.Elements("AccountSidBodyFrom"u8.ToArray())),
        (1, Gen.Choose(0, 255).Select(b => (byte)b))
    );

    private static readonly Arbitrary<byte[]> Bodies = Arb.From(Gen.ArrayOf(Bytes));

    /// <summary>One or several changes to a good body.</summary>
    private static readonly Arbitrary<byte[]> Mutants = Arb.From(
        from changes in Gen.NonEmptyListOf(Change())
        select changes.Take(4).Aggregate(Encoding.ASCII.GetBytes(Webhook.Body), (body, change) => change(body))
    );

    [Fact]
    public void No_bytes_make_the_parser_throw_anything_but_its_refusal() =>
        Holds(Bodies, 2000, body => Read(Post(Target, body)) is null or { Count: >= 0 });

    [Fact]
    public void What_is_read_from_a_form_is_what_the_rule_for_forms_says() =>
        Holds(
            Bodies,
            3000,
            body => !WebhookOracle.IsText(body) || Read(Post(Target, body)) is not { } read || Same(read, WebhookOracle.Decode(body))
        );

    [Fact]
    public void No_query_makes_the_parser_of_a_get_throw() =>
        Holds(Bodies, 1000, bytes => Read(Webhook.Get("/twilio/inbound?" + Encoding.Latin1.GetString(bytes))) is null or { Count: >= 0 });

    [Fact]
    public void No_bytes_are_taken_for_what_Twilio_signed() => Holds(Bodies, 1000, body => !IsTaken(Post(Target, body, Signature)));

    [Fact]
    public void A_changed_body_is_taken_just_where_Twilio_would_have_signed_it_so()
    {
        var taken = 0;
        Holds(
            Mutants,
            3000,
            body =>
            {
                var isTaken = IsTaken(Post(Target, body, Signature));
                taken += isTaken ? 1 : 0;
                return isTaken == (WebhookOracle.IsText(body) && WebhookOracle.Signs(Webhook.Token, Base + Target, body, Signature));
            }
        );

        taken.ShouldBeGreaterThan(50, "changes that mean nothing, such as another order, must be among them");
    }

    [Fact]
    public void Any_form_is_taken_as_Twilio_signs_it_and_with_no_other_signature() =>
        Holds(
            Bodies,
            1000,
            body =>
            {
                if (!WebhookOracle.IsText(body) || Read(Post(Target, body)) is null)
                {
                    return true;
                }

                var right = WebhookOracle.Sign(Webhook.Token, Base + Target, WebhookOracle.Decode(body));
                var wrong = WebhookOracle.Sign(Webhook.Token + "x", Base + Target, WebhookOracle.Decode(body));
                return IsTaken(Post(Target, body, right)) && !IsTaken(Post(Target, body, wrong));
            }
        );

    [Fact]
    public void A_changed_signature_is_never_taken() =>
        Holds(
            Arb.From(
                from at in Gen.Choose(0, Signature.Length - 1)
                from letter in Gen.Choose(0x21, 0x7E)
                select (At: at, Letter: (char)letter)
            ),
            1000,
            change =>
            {
                var changed = Signature[..change.At] + change.Letter + Signature[(change.At + 1)..];
                return IsTaken(Post(Target, Encoding.ASCII.GetBytes(Webhook.Body), changed)) == (changed == Signature);
            }
        );

    [Fact]
    public void A_changed_target_is_never_taken() =>
        Holds(
            Arb.From(
                from at in Gen.Choose(1, Target.Length)
                from letter in Gen.Elements("/%2F.?&=#;:@\\é a1".ToCharArray())
                from instead in Gen.Elements(0, 1)
                select Target[..at] + letter + Target[Math.Min(at + instead, Target.Length)..]
            ),
            2000,
            target => IsTaken(Post(target, Encoding.ASCII.GetBytes(Webhook.Body), Signature)) == (target == Target)
        );

    private static Gen<Func<byte[], byte[]>> Change() =>
        Gen.OneOf(
            from at in Gen.Choose(0, Webhook.Body.Length - 1)
            from bit in Gen.Choose(0, 7)
            select Make(b => [.. b.Select((x, i) => i == at ? (byte)(x ^ (1 << bit)) : x)]),
            from at in Gen.Choose(0, Webhook.Body.Length - 1)
            from extra in Bytes
            select Make(b => [.. b.Take(at), extra, .. b.Skip(at)]),
            from at in Gen.Choose(0, Webhook.Body.Length - 1)
            select Make(b => [.. b.Take(at), .. b.Skip(at + 1)]),
            from length in Gen.Choose(0, Webhook.Body.Length)
            select Make(b => [.. b.Take(length)]),
            from at in Gen.Choose(0, 12)
            select Make(b => Pairs(b, p => [.. p.Skip(at), .. p.Take(at)])),
            from at in Gen.Choose(0, 12)
            select Make(b => Pairs(b, p => [.. p, .. p.Skip(at).Take(1)])),
            from at in Gen.Choose(0, 12)
            select Make(b => Pairs(b, p => [.. p.Where((_, i) => i != at)])),
            from at in Gen.Choose(0, Webhook.Body.Length - 1)
            select Make(b => at < b.Length && char.IsAsciiLetterOrDigit((char)b[at]) ? Encoded(b, at) : b),
            Gen.Constant(Make(b => Encoding.ASCII.GetBytes(Encoding.Latin1.GetString(b).Replace("+", "%20"))))
        );

    private static Func<byte[], byte[]> Make(Func<byte[], byte[]> change) => change;

    private static byte[] Encoded(byte[] body, int at) =>
        [.. body.Take(at), .. Encoding.ASCII.GetBytes($"%{body[at]:x2}"), .. body.Skip(at + 1)];

    private static byte[] Pairs(byte[] body, Func<string[], IEnumerable<string>> change) =>
        Encoding.Latin1.GetBytes(string.Join('&', change(Encoding.Latin1.GetString(body).Split('&'))));

    /// <returns>Null where the form is refused.</returns>
    private static Dictionary<string, string>? Read(HttpRequest request)
    {
        try
        {
            return TwilioForm.Read(request).GetAwaiter().GetResult().ForSignature();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static bool Same(Dictionary<string, string> read, List<(string Name, string Value)> expected) =>
        string.Concat(read.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}{f.Value}"))
        == string.Concat(
            expected
                .GroupBy(f => f.Name)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .SelectMany(g =>
                    g.Select(f => f.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(v => g.Key + v)
                )
        );

    private static bool IsTaken(HttpRequest request)
    {
        try
        {
            return Webhook.IsValid(Base, request).GetAwaiter().GetResult();
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static HttpRequest Post(string target, byte[] body, string? signature = null)
    {
        var request = Webhook.Post(target, "", signature);
        request.Body = new MemoryStream(body);
        return request;
    }

    private static void Holds<T>(Arbitrary<T> cases, int times, Func<T, bool> property) =>
        Prop.ForAll(cases, property).Check(Config.QuickThrowOnFailure.WithMaxTest(times).WithEndSize(120));
}
