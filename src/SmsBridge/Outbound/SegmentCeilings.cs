using Microsoft.Extensions.Options;
using SmsBridge.Numbers;
using SmsBridge.Observability;
using SmsBridge.Work;

namespace SmsBridge.Outbound;

/// <summary>
/// How many SMS segments go out in one UTC day, to one customer of a number and from a number as a whole. Who makes a bridge text numbers that pay
/// for it (SMS pumping) is stopped here, whatever else let them through.
/// </summary>
internal sealed class SegmentCeilings(IOptions<LimitsOptions> options, NumberBook numbers, NumberUsage usage, ILogger<SegmentCeilings> log)
{
    private static readonly Failure Withheld = new(FailureCategory.Withheld, "segment ceiling");

    /// <summary>Whether a reply would not be sent any more, so that nobody has to be asked for one.</summary>
    /// <param name="number">The address that was texted.</param>
    /// <param name="used">The customer's segments of this day.</param>
    public async ValueTask<bool> AreReached(NumberDocument document, string number, int used, CancellationToken cancellationToken)
    {
        if (used >= PerCustomer(document))
        {
            await AlertCustomer(document, number, cancellationToken);
            return true;
        }

        if (
            document.Limits.SegmentsPerNumberPerDay is not (> 0 and var ceiling)
            || await usage.Segments(number, cancellationToken) < ceiling
        )
        {
            return false;
        }

        await AlertNumber(number, ceiling, cancellationToken);
        return true;
    }

    /// <summary>Asked before a text is sent. A text goes out when the segments before it are below the ceiling, so the last one may pass it.</summary>
    /// <returns>Null: it may go.</returns>
    public async ValueTask<Failure?> Refuse(UnsentTexts thread, OutboundText text, CancellationToken cancellationToken)
    {
        if (numbers.Find(thread.Number) is not { } document)
        {
            return null;
        }

        if (text.SegmentsBefore >= PerCustomer(document))
        {
            await AlertCustomer(document, thread.Number, cancellationToken);
            return Withheld;
        }

        // A text that was tried before is counted already.
        if (document.Limits.SegmentsPerNumberPerDay is not (> 0 and var ceiling) || text.AttemptAge is not null)
        {
            return null;
        }

        if (await usage.Add(thread.Number, text.Segments) < ceiling)
        {
            return null;
        }

        await AlertNumber(thread.Number, ceiling, cancellationToken);
        return Withheld;
    }

    private int PerCustomer(NumberDocument document) =>
        (document.Limits.SegmentsPerCustomerPerDay ?? options.Value.SegmentsPerCustomerPerDay) is > 0 and var ceiling
            ? ceiling
            : int.MaxValue;

    private async Task AlertCustomer(NumberDocument document, string number, CancellationToken cancellationToken)
    {
        if (await usage.IsFirstAlert(number, "customer", cancellationToken))
        {
            log.CustomerCeiling(Mask.Address(number), PerCustomer(document));
        }
    }

    private async Task AlertNumber(string number, int ceiling, CancellationToken cancellationToken)
    {
        if (await usage.IsFirstAlert(number, "number", cancellationToken))
        {
            log.NumberCeiling(Mask.Address(number), ceiling);
        }
    }
}
