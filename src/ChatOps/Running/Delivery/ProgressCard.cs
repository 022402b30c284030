using System.Globalization;
using ChatOps.Chat;
using ChatOps.Running.Operations;

namespace ChatOps.Running.Delivery;

/// <summary>A run as people watch it: its steps, the last one under way.</summary>
internal static class ProgressCard
{
    private const int Shown = 8;

    /// <summary>Builds the card.</summary>
    public static Card From(string command, string operationId, IReadOnlyList<OperationStep> steps)
    {
        var items = new List<CardItem>();
        for (var i = Math.Max(0, steps.Count - Shown); i < steps.Count; i++)
            items.Add(new CardItem(steps[i].Name, i + 1 < steps.Count ? string.Create(CultureInfo.InvariantCulture, $"{(steps[i + 1].At - steps[i].At).TotalSeconds:0.0} s") : "…"));
        return new Card { Tone = Tone.Neutral, Title = steps.Count == 0 ? $"{command}: waiting" : $"{command}: {steps[^1].Name}", Parts = [new ListPart(items)], Footer = operationId };
    }

    /// <summary>The card of a run whose answer is for who asked alone.</summary>
    public static Card Over(string command, string operationId) => new() { Tone = Tone.Neutral, Title = $"{command}: answered, for who asked only", Parts = [], Footer = operationId };
}
