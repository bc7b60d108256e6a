using Refit;

namespace SmsBridge.Tests.StandIns;

/// <summary>What the stand-in refuses by name, and the mistakes that it and the real package both refuse.</summary>
public sealed class RefitStandInLimitsTests
{
    private interface IRelativePath
    {
        [Get("orders")]
        Task<HttpResponseMessage> Relative();
    }

    private interface IUnmatchedName
    {
        [Get("/{unknown}")]
        Task<HttpResponseMessage> Unmatched(string known);
    }

    private interface ITwoBodies
    {
        [Post("/")]
        Task<HttpResponseMessage> TwoBodies(Order first, IDictionary<string, string> second);
    }

    private interface ITypedResult
    {
        [Get("/")]
        Task<Order> TypedResult();
    }

    private interface IEnumQuery
    {
        [Get("/")]
        Task<HttpResponseMessage> EnumQuery(DayOfWeek day);
    }

    private interface IListForm
    {
        [Post("/")]
        Task<HttpResponseMessage> ListForm([Body(BodySerializationMethod.UrlEncoded)] IEnumerable<KeyValuePair<string, string>> fields);
    }

    private interface IBare
    {
        Task<HttpResponseMessage> Bare();
    }

    [Fact]
    public void A_wrong_declaration_is_refused_when_the_client_is_made()
    {
        Refused<IRelativePath, ArgumentException>("must start with '/'");
        Refused<IUnmatchedName, ArgumentException>("unknown");
        Refused<ITwoBodies, ArgumentException>("first and second");
    }

    [Fact]
    public void What_the_stand_in_cannot_do_is_refused_by_name()
    {
        Refused<ITypedResult, NotSupportedException>("ITypedResult.TypedResult");
        Refused<IEnumQuery, NotSupportedException>("day");
        Refused<IListForm, NotSupportedException>("FormUrlEncodedContent");
        Refused<IBare, NotSupportedException>("IBare.Bare");
    }

    private static void Refused<T, TException>(string because)
        where TException : Exception
    {
        using var client = new HttpClient();
        Should.Throw<TException>(() => RestService.For<T>(client)).Message.ShouldContain(because);
    }
}
