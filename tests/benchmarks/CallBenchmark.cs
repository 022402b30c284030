using System.Globalization;
using ChatOps.Tests.Iam.Code;

namespace ChatOps.Benchmarks;

/// <summary>Scores the calls that the IAM engine finds in the labelled snippets.</summary>
internal static class CallBenchmark
{
    /// <summary>Prints precision and recall by language, and what differs.</summary>
    /// <returns>0 when the goals are reached: precision 0.99, recall 0.97.</returns>
    public static int Run(Arguments arguments)
    {
        var folder = arguments.Optional("corpus") ?? "tests/ChatOps.Tests/Iam/Code/Corpus";
        var (found, right, wanted) = (0, 0, 0);
        foreach (var language in CallCorpus.Load(folder).GroupBy(one => one.Language))
        {
            var (ownFound, ownRight, ownWanted) = (0, 0, 0);
            foreach (var one in language)
            {
                var answer = CallCorpus.Answer(one);
                var actions = answer.Select(permission => permission.Action).ToHashSet();
                var labels = one.Labels.Select(label => label.Action).ToHashSet();
                ownFound += actions.Count;
                ownWanted += labels.Count;
                ownRight += actions.Intersect(labels).Count();
                foreach (var difference in CallCorpus.Differences(one, answer))
                    Console.WriteLine(difference);
            }
            Print(language.Key.ToString(), language.Count(), ownFound, ownRight, ownWanted);
            (found, right, wanted) = (found + ownFound, right + ownRight, wanted + ownWanted);
        }
        Print("all", 0, found, right, wanted);
        return right >= 0.99 * found && right >= 0.97 * wanted ? 0 : 1;
    }

    private static void Print(string name, int snippets, int found, int right, int wanted) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{name,-12} {snippets,4} snippets, {wanted,4} labels, precision {(found == 0 ? 1 : (double)right / found):F3}, recall {(wanted == 0 ? 1 : (double)right / wanted):F3}"));
}
