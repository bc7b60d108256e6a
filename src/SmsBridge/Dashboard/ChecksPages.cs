namespace SmsBridge.Dashboard;

/// <summary>What <c>smsbridge doctor</c> says, on a page.</summary>
internal static class ChecksPages
{
    /// <summary>Longer than any check takes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    public static void MapChecks(this IEndpointRouteBuilder console) =>
        console.MapGet(
            "/checks",
            async (HttpContext http, Checkup checkup, bool? anew) =>
            {
                if (anew == true)
                {
                    await checkup.GetNew(http.RequestAborted);
                    return Pages.Go(Links.Of(http).To("/checks"));
                }

                return await checkup.Get(Patience, http.RequestAborted) is { } found
                    ? Pages.Show<ChecksPage, CheckupResult>(http, "Checks", "/checks", found)
                    : Pages.Message(http, StatusCodes.Status503ServiceUnavailable, "The checks take too long", "Try again in a moment.");
            }
        );
}
