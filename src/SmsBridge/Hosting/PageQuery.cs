using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace SmsBridge.Hosting;

/// <summary>Which page a caller wants.</summary>
internal sealed record PageQuery
{
    private const int Default = 50;
    private const int Most = 500;

    [FromQuery(Name = "cursor"), Description("From `next` of the page before; left out: the first page.")]
    public string? Cursor { get; init; }

    [FromQuery(Name = "limit"), Description("The most items of the page."), Range(1, Most), DefaultValue(Default)]
    public int? Limit { get; init; }

    public int Size => Limit is null or (>= 1 and <= Most) ? Limit ?? Default : throw BadLimit(Limit.Value);

    /// <summary>The key that the page begins after.</summary>
    public string? After
    {
        get
        {
            try
            {
                var key = Cursor is null ? null : Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(Cursor));
                return key is null || Unstorable.Text(key) is null ? key : throw new FormatException();
            }
            catch (FormatException)
            {
                throw Bad("cursor is none that this API gave out; take it from 'next', or leave it out.");
            }
        }
    }

    public static BadHttpRequestException BadLimit(int limit) => Bad($"limit is {limit}; give 1 to {Most}.");

    public static BadHttpRequestException Bad(string why) => new(why, StatusCodes.Status400BadRequest);
}
