using System.Globalization;

namespace SmsBridge.Dashboard;

/// <summary>One bar of a chart.</summary>
internal sealed record Bar(double X, double Y, double Width, double Height);

/// <summary>The geometry of a small chart, in the units of its view box.</summary>
internal static class Bars
{
    public const double Width = 300;
    public const double Height = 72;

    private static readonly double[] Steps = [1, 2, 5, 10];

    /// <summary>A round number at or above the largest value, so that charts do not jump with every reading.</summary>
    public static double Top(IEnumerable<double> values)
    {
        var most = values.DefaultIfEmpty(0).Max();
        if (most <= 0)
        {
            return 1;
        }

        var unit = Math.Pow(10, Math.Floor(Math.Log10(most)));
        return Steps.Select(n => n * unit).First(n => n >= most * (1 - 1e-9));
    }

    public static IEnumerable<Bar> Of(IReadOnlyList<double> values, double top)
    {
        var step = Width / values.Count;
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] > 0)
            {
                var height = Math.Max(1.5, Math.Min(values[i] / top, 1) * Height);
                yield return new Bar(i * step + (step * 0.12), Height - height, step * 0.76, height);
            }
        }
    }

    public static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
