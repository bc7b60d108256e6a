using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using SmsBridge.Hosting;

namespace SmsBridge.Threads;

/// <summary>Which of a thread's messages a caller wants: the newest, or those before a place.</summary>
internal sealed record MessagesQuery
{
    /// <summary>More than an ordinary thread has.</summary>
    private const int Default = 200;

    [FromQuery(Name = "cursor"), Description("From `next` of the page before: messages that are older than its own; left out: the newest.")]
    public string? Cursor { get; init; }

    [FromQuery(Name = "limit"), Description("The most messages of the page."), Range(1, PageQuery.Most), DefaultValue(Default)]
    public int? Limit { get; init; }

    public int Size => PageQuery.SizeOf(Limit, Default);

    /// <summary>Null: no place, the newest.</summary>
    public long? Before =>
        Hosting.Cursor.Read(Cursor) is not { } key ? null
        : long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? seq
        : throw PageQuery.Bad(Hosting.Cursor.NotOurs);

    /// <param name="seq">Of the oldest message of a page.</param>
    public static string After(long seq) => Hosting.Cursor.Of(seq.ToString(CultureInfo.InvariantCulture));
}
