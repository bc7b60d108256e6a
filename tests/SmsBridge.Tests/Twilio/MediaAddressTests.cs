using System.Net;
using SmsBridge.Twilio;

namespace SmsBridge.Tests.Twilio;

public sealed class MediaAddressTests
{
    private const string Path =
        "/2010-04-01/Accounts/AC1/Messages/MM00000000000000000000000000000001/Media/ME00000000000000000000000000000001";

    private static readonly TwilioAccount Account = new("main", "AC1", ["t"], "Basic x");

    private static readonly MediaAddress Real = new(new TwilioOptions());

    private static readonly MediaAddress Sandbox = new(
        new TwilioOptions { ApiUrl = "http://127.0.0.1:5000", MediaOrigins = ["http://127.0.0.1:5001"] }
    );

    [Theory]
    [InlineData("https://api.twilio.com" + Path, true)]
    [InlineData("https://API.twilio.com" + Path, true)]
    [InlineData("https://api.dublin.ie1.twilio.com" + Path, true)]
    [InlineData("https://api.au1.twilio.com" + Path, true)]
    [InlineData("http://api.twilio.com" + Path, false)]
    [InlineData("https://api.twilio.com:8443" + Path, false)]
    [InlineData("https://user:secret@api.twilio.com" + Path, false)]
    [InlineData("https://evil.example@api.twilio.com" + Path, false)]
    [InlineData("https://api.twilio.com@evil.example" + Path, false)]
    [InlineData("https://evil.example" + Path, false)]
    [InlineData("https://api.twilio.com.evil.example" + Path, false)]
    [InlineData("https://eviltwilio.com" + Path, false)]
    [InlineData("https://mms.twiliocdn.com" + Path, false)]
    [InlineData("https://127.0.0.1" + Path, false)]
    [InlineData(
        "https://api.twilio.com/2010-04-01/Accounts/AC2/Messages/MM00000000000000000000000000000001/Media/ME00000000000000000000000000000001",
        false
    )]
    [InlineData(
        "https://api.twilio.com/2010-04-01/Accounts/AC1/../AC2/Messages/MM00000000000000000000000000000001/Media/ME00000000000000000000000000000001",
        false
    )]
    [InlineData(
        "https://api.twilio.com/2010-04-01/Accounts/AC11/Messages/MM00000000000000000000000000000001/Media/ME00000000000000000000000000000001",
        false
    )]
    [InlineData("https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json?PageSize=5", false)]
    [InlineData("https://api.twilio.com" + Path + "?x=1", false)]
    [InlineData("https://api.twilio.com" + Path + "/", false)]
    [InlineData("https://api.twilio.com" + Path + "%2f..", false)]
    [InlineData("https://api.twilio.com" + Path + "/..%2f..%2fMessages", false)]
    [InlineData("https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE00000000000000000000000000000001", false)]
    [InlineData("https://api.twilio.com/2010-04-01/Accounts/AC1/x/Messages/MM00000000000000000000000000000001/Media/ME1", false)]
    [InlineData("https://api.twilio.com/", false)]
    [InlineData("ftp://api.twilio.com" + Path, false)]
    public void Credentials_go_to_Twilios_api_and_the_accounts_own_files_only(string url, bool goes) =>
        Real.IsMedia(new Uri(url), Account).ShouldBe(goes);

    [Theory]
    [InlineData("https://mms.twiliocdn.com/AC1/abc?Signature=x", true)]
    [InlineData("https://media.us1.twilio.com/ME1", true)]
    [InlineData("http://mms.twiliocdn.com/AC1/abc", false)]
    [InlineData("https://mms.twiliocdn.com:444/AC1/abc", false)]
    [InlineData("https://twiliocdn.com.evil.example/x", false)]
    [InlineData("https://s3.amazonaws.com/x", false)]
    [InlineData("https://s3-external-1.amazonaws.com/media.twiliocdn.com/AC1/abc?Expires=1", true)]
    [InlineData("https://s3.eu-west-1.amazonaws.com/media.twiliocdn.com/AC1/abc", true)]
    [InlineData("https://media.twiliocdn.com.s3.amazonaws.com/AC1/abc", true)]
    [InlineData("https://s3-external-1.amazonaws.com/media.twiliocdn.com.evil/AC1/abc", false)]
    [InlineData("https://s3-external-1.amazonaws.com/other/media.twiliocdn.com/abc", false)]
    [InlineData("https://evil.s3.amazonaws.com/media.twiliocdn.com/abc", false)]
    [InlineData("https://s3-external-1.amazonaws.com.evil.example/media.twiliocdn.com/abc", false)]
    [InlineData("http://s3.amazonaws.com/media.twiliocdn.com/AC1/abc", false)]
    [InlineData("https://10.0.0.1/x", false)]
    [InlineData("file:///etc/passwd", false)]
    public void Redirects_are_followed_to_Twilios_hosts_only(string url, bool followed) => Real.IsRedirect(new Uri(url)).ShouldBe(followed);

    [Theory]
    [InlineData("http://127.0.0.1:5000/x", true, true)]
    [InlineData("http://127.0.0.1:5001/x", true, true)]
    [InlineData("http://127.0.0.1:5002/x", false, false)]
    [InlineData("https://127.0.0.1:5000/x", false, true)]
    [InlineData("http://localhost:5000/x", false, false)]
    public void What_the_operator_named_may_be_plain_and_private(string url, bool followed, bool mayBePrivate)
    {
        var target = new Uri(url);
        Sandbox.IsRedirect(target).ShouldBe(followed);
        Sandbox.MayBePrivate(new DnsEndPoint(target.Host, target.Port)).ShouldBe(mayBePrivate);
        Real.MayBePrivate(new DnsEndPoint(target.Host, target.Port)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("52.216.0.1", true)]
    [InlineData("2600:1f18::1", true)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("ff02::1", false)]
    [InlineData("2001:0:7f00:1::", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001:db8::1", false)]
    public void A_name_that_leads_into_a_private_network_leads_nowhere(string address, bool isPublic) =>
        MediaAddress.IsPublic(IPAddress.Parse(address)).ShouldBe(isPublic);
}
