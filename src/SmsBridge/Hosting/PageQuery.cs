using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;

namespace SmsBridge.Hosting;

/// <summary>Which page a caller wants.</summary>
internal sealed record PageQuery
{
    private const int Default = 50;
    public const int Most = 500;

    [FromQuery(Name = "cursor"), Description("From `next` of the page before; left out: the first page.")]
    public string? Cursor { get; init; }

    [FromQuery(Name = "limit"), Description("The most items of the page."), Range(1, Most), DefaultValue(Default)]
    public int? Limit { get; init; }

    public int Size => SizeOf(Limit, Default);

    /// <summary>The key that the page begins after.</summary>
    public string? After => Hosting.Cursor.Read(Cursor);

    /// <exception cref="BadHttpRequestException">There is no page of that size.</exception>
    public static int SizeOf(int? limit, int usual) => limit is null or (>= 1 and <= Most) ? limit ?? usual : throw BadLimit(limit.Value);

    public static BadHttpRequestException BadLimit(int limit) => Bad($"limit is {limit}; give 1 to {Most}.");

    public static BadHttpRequestException Bad(string why) => new(why, StatusCodes.Status400BadRequest);
}
