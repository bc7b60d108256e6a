namespace SmsBridge.Dashboard;

/// <summary>How it goes, on one page.</summary>
internal static class OverviewPages
{
    public static void MapOverview(this IEndpointRouteBuilder console) =>
        console.MapGet(
            "",
            async (HttpContext http, OverviewReader reader) =>
                Pages.Show<OverviewPage, OverviewModel>(http, "Overview", "/", await reader.Read(http.RequestAborted))
        );
}
