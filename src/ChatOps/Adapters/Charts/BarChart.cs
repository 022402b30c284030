using ScottPlot;

namespace ChatOps.Adapters.Charts;

/// <summary>A bar of a chart.</summary>
/// <param name="Label">Below it; empty for none.</param>
/// <param name="Value">Its height.</param>
/// <param name="IsMuted">Whether it is only there to compare with.</param>
internal sealed record ChartBar(string Label, double Value, bool IsMuted);

/// <summary>Draws bars as a PNG with a background of its own, so that it reads the same in a light and in a dark chat.</summary>
internal static class BarChart
{
    private const int Width = 900;
    private const int Height = 360;
    private const string FontName = "ChatOps Sans";
    private const float Thickness = 0.7f;

    private static readonly Color Paper = Color.FromHex("#FFFFFF");
    private static readonly Color Ink = Color.FromHex("#1D1C1D");
    private static readonly Color Faint = Color.FromHex("#D9DCE1");
    private static readonly Color Strong = Color.FromHex("#1264A3");
    private static readonly Color Muted = Color.FromHex("#A9C3DA");

    // Drawing shares the fonts of the process.
    private static readonly Lock Turn = new();

    private static bool _hasFont;

    /// <summary>The picture. Without a font of our own, all text would silently be missing on a machine that has none.</summary>
    /// <param name="title">Above the bars.</param>
    /// <param name="unit">Words for the left axis.</param>
    /// <param name="bars">From left to right.</param>
    public static byte[] Draw(string title, string unit, IReadOnlyList<ChartBar> bars)
    {
        lock (Turn)
        {
            if (!_hasFont)
            {
                Fonts.AddFontFile(FontName, Path.Combine(AppContext.BaseDirectory, "DejaVuSans.ttf"));
                _hasFont = true;
            }

            using var plot = new Plot();
            plot.Font.Set(FontName);
            plot.FigureBackground.Color = Paper;
            plot.DataBackground.Color = Paper;
            plot.Axes.Color(Ink);
            plot.Grid.MajorLineColor = Faint;
            plot.Grid.XAxisStyle.IsVisible = false;
            plot.Axes.Top.FrameLineStyle.IsVisible = false;
            plot.Axes.Right.FrameLineStyle.IsVisible = false;
            plot.Add.Bars(bars.Select((bar, place) => new Bar
            {
                Position = place,
                Value = bar.Value,
                Size = Thickness,
                FillColor = bar.IsMuted ? Muted : Strong,
                LineWidth = 0,
            }).ToArray());
            plot.Axes.Bottom.SetTicks([.. Enumerable.Range(0, bars.Count).Select(place => (double)place)], [.. bars.Select(bar => bar.Label)]);
            plot.Axes.Bottom.MajorTickStyle.Length = 0;
            plot.Axes.Bottom.TickLabelStyle.FontSize = 13;
            plot.Axes.Left.TickLabelStyle.FontSize = 13;
            plot.Axes.Left.Label.Text = unit;
            plot.Axes.Left.Label.FontSize = 14;
            plot.Axes.Left.Label.Bold = false;
            plot.Title(title, 17);
            plot.Axes.Title.Label.Bold = false;
            plot.Axes.Margins(bottom: 0, top: 0.15);
            // An empty fortnight still has an axis from zero.
            if (bars.All(bar => bar.Value <= 0))
                plot.Axes.SetLimitsY(0, 1);
            return plot.GetImageBytes(Width, Height, ImageFormat.Png);
        }
    }
}
