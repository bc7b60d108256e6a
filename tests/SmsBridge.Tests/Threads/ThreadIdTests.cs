using SmsBridge.Numbers;

namespace SmsBridge.Tests.Threads;

public sealed class ThreadIdTests
{
    /// <summary>Stored rows depend on these: computed with another implementation of SHA-256 and UUID version 8.</summary>
    [Theory]
    [InlineData("+14155550199", "+14155550101", "28686cce-f676-8e62-b236-2234f16d8910")]
    [InlineData("whatsapp:+14155550199", "whatsapp:+447700900123", "0abc9fe3-ae5e-8955-994e-0a578b643dbb")]
    public void An_id_never_changes(string number, string customer, string id) => ThreadId.Of(number, customer).ToString().ShouldBe(id);

    [Fact]
    public void Different_pairs_have_different_ids_of_version_8()
    {
        var ids = new HashSet<Guid>();
        for (var number = 0; number < 50; number++)
        {
            for (var customer = 0; customer < 200; customer++)
            {
                var id = ThreadId.Of($"+1415555{number:0000}", $"+1628555{customer:0000}");
                id.Version.ShouldBe(8);
                (id.Variant & 0b1100).ShouldBe(0b1000);
                ids.Add(id).ShouldBeTrue();
            }
        }
    }

    [Fact]
    public void Who_texts_whom_counts_and_so_does_where_one_address_ends()
    {
        ThreadId.Of("+1", "+2").ShouldNotBe(ThreadId.Of("+2", "+1"));
        ThreadId.Of("+12", "3").ShouldNotBe(ThreadId.Of("+1", "23"));
        ThreadId.Of("+14155550199", "+14155550101").ShouldNotBe(ThreadId.Of("whatsapp:+14155550199", "whatsapp:+14155550101"));
    }
}
