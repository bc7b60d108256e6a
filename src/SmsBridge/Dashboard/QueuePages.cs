using Microsoft.AspNetCore.Http.HttpResults;
using SmsBridge.Hosting;
using SmsBridge.Queues;
using SmsBridge.Work;

namespace SmsBridge.Dashboard;

internal sealed record QueuesModel(IReadOnlyList<QueueView> Queues);

/// <summary>The queues, and letting a stopped one go on.</summary>
internal static class QueuePages
{
    private const string Path = "/queues";

    public static void MapQueuePages(this IEndpointRouteBuilder console) =>
        console.MapGet(
            Path,
            async (HttpContext http, QueueReader reader) =>
                Pages.Show<QueuesPage, QueuesModel>(http, "Queues", Path, new QueuesModel(await reader.All(http.RequestAborted)))
        );

    public static void MapQueueForms(this IEndpointRouteBuilder forms) =>
        forms.MapPost($"{Path}/{{name}}/resume", Resume).AuditedAs("queue.resume", "name");

    private static async Task<IResult> Resume(
        HttpContext http,
        string name,
        QueueTargets targets,
        QueueStops stops,
        QueueReader reader,
        IWorkSignal<Publisher> publisher,
        AuditNote note
    )
    {
        var done = await QueuesApi.Resume(name, targets, stops, reader, publisher, note, http.RequestAborted);
        return done.Result is ProblemHttpResult refused
            ? Pages.Message(http, refused.StatusCode, "It does not go on", refused.ProblemDetails.Detail!, Links.Of(http).To(Path))
            : Pages.Go(Links.Of(http).To(Path), "resumed");
    }
}
