using ChatOps.Adapters.Git;
using ChatOps.Capabilities.Diagnose.Knowledge;
using ChatOps.Traces;

namespace ChatOps.Capabilities.Diagnose;

/// <summary>The built-in signatures together with those that a repository keeps in <c>.chatops/knowledge</c>.</summary>
internal sealed class TeamKnowledge(GitStore git)
{
    private const string Folder = ".chatops/knowledge/";

    // One repository's knowledge at one commit; the last few are kept, since every diagnosis asks.
    private const int MostKept = 16;
    private readonly Dictionary<(string Repository, string Sha), (SignatureMatcher Matcher, IReadOnlyList<string> Warnings)> kept = [];
    private readonly SignatureMatcher builtIn = new(KnowledgeBase.BuiltIn);

    /// <summary>The signatures that fit a text, and what is wrong with the repository's own entries.</summary>
    public async Task<(IReadOnlyList<SignatureMatch> Matches, IReadOnlyList<string> Warnings)> MatchAsync(Snapshot snapshot, string text, CancellationToken cancellationToken)
    {
        var (matcher, wrong) = await OfAsync(snapshot, cancellationToken);
        return (matcher.Match(text, TraceParser.Parse(text)), wrong);
    }

    // Only the default branch counts: whoever can push a branch must not be able to teach the bot.
    private async Task<(SignatureMatcher Matcher, IReadOnlyList<string> Warnings)> OfAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        var opened = await git.OpenAsync(snapshot.Repository with { DeployedRef = null }, null, cancellationToken);
        if (opened.Value is not { } main)
            return (builtIn, []);
        var files = main.Paths.Where(IsKnowledge).ToList();
        if (files.Count == 0)
            return (builtIn, []);
        var key = (snapshot.Repository.Name, main.Sha);
        lock (kept)
        {
            if (kept.TryGetValue(key, out var known))
                return known;
        }

        var texts = files.Select(path => (Path: path, Text: main.ReadText(path))).Where(file => file.Text is not null);
        var knowledge = KnowledgeBase.BuiltIn.With(texts.Select(file => (file.Path, file.Text!)));
        var read = (new SignatureMatcher(knowledge), knowledge.Warnings);
        lock (kept)
        {
            if (kept.Count >= MostKept)
                kept.Clear();
            kept[key] = read;
        }

        return read;
    }

    private static bool IsKnowledge(string path) =>
        path.StartsWith(Folder, StringComparison.Ordinal) && (path.EndsWith(".yaml", StringComparison.Ordinal) || path.EndsWith(".yml", StringComparison.Ordinal));
}
