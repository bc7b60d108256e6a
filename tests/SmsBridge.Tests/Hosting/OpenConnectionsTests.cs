using SmsBridge.Hosting;

namespace SmsBridge.Tests.Hosting;

public sealed class OpenConnectionsTests
{
    private readonly List<string> closed = [];
    private OpenConnections connections = new(2, hasReserve: true);

    [Fact]
    public void A_new_connection_takes_the_place_of_the_one_that_is_idle_longest()
    {
        Enter("one");
        Enter("two");
        Enter("three");
        Enter("four");

        closed.ShouldBe(["one", "two"]);
    }

    [Fact]
    public void Who_was_at_work_is_idle_only_since_then()
    {
        var one = Enter("one");
        Enter("two");
        one.Begin();
        one.End();

        Enter("three");

        closed.ShouldBe(["two"]);
    }

    [Fact]
    public void Who_is_at_work_keeps_the_place()
    {
        var one = Enter("one");
        one.Begin();
        Enter("two").Begin();

        connections.Enter(() => { }).ShouldBeNull();
        closed.ShouldBeEmpty();

        one.Dispose();
        Enter("three");
        closed.ShouldBeEmpty();
    }

    [Fact]
    public void Some_places_are_for_what_must_always_answer()
    {
        connections = new OpenConnections(8, hasReserve: true);
        var places = Enumerable.Range(0, 8).Select(i => Enter($"{i}")).ToList();

        places.ForEach(p => p.Begin());

        places.Select(p => p.IsReserved).ShouldBe([false, false, false, false, false, false, true, true]);
        places[7].End();
        places[0].End();
        places[7].Begin();
        places[7].IsReserved.ShouldBeTrue("six others are at work");
        places[1].End();
        places[7].End();
        places[7].Begin();
        places[7].IsReserved.ShouldBeFalse();
    }

    [Fact]
    public void A_listener_of_webhooks_has_all_its_places_for_them()
    {
        connections = new OpenConnections(8, hasReserve: false);
        var places = Enumerable.Range(0, 8).Select(i => Enter($"{i}")).ToList();

        places.ForEach(p => p.Begin());

        places.ShouldAllBe(p => !p.IsReserved);
    }

    [Fact]
    public void A_connection_that_was_closed_for_another_gives_up_its_place_once()
    {
        var one = Enter("one");
        Enter("two");
        Enter("three");

        one.Begin();
        one.End();
        one.Dispose();
        one.Dispose();
        Enter("four");

        closed.ShouldBe(["one", "two"]);
    }

    private OpenConnections.Place Enter(string name) => connections.Enter(() => closed.Add(name)).ShouldNotBeNull();
}
