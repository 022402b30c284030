using System.ComponentModel;
using System.Globalization;
using ChatOps.Adapters.Git;
using ChatOps.Chat;
using ChatOps.Iam;
using ChatOps.Iam.Denials;
using Microsoft.SemanticKernel;
using PullRequestReader = ChatOps.Adapters.GitHub.PullRequests;

namespace ChatOps.Capabilities.IamCheck;

/// <summary>Says which AWS permissions code needs that the repository's own policies do not grant. Without a model, without changing anything, and offline unless the live check is on.</summary>
internal sealed class IamCheckPlugin(RunContext context, GitStore git, PullRequestReader pullRequests, LiveCheck live)
{
    /// <summary>The most files of code in one request (<c>api.md</c>).</summary>
    public const int MaxFiles = 500;

    /// <summary>The door through which a pull request itself asks, and is answered.</summary>
    public const string PullRequestDoor = "github";

    /// <summary>Checks code, a diff, a pull request, or what was pasted: exactly one of them.</summary>
    /// <param name="code">Files of code: a JSON object of paths and texts.</param>
    /// <param name="diff">A unified diff.</param>
    /// <param name="number">A pull request's number in the run's repository.</param>
    /// <param name="text">What a person typed: <c>#123</c>, code, a diff, or an error of AWS that says "not authorized".</param>
    /// <param name="cancellationToken">Stops the work.</param>
    [KernelFunction("iam_check"), Description("Which AWS permissions code needs that the repository's own policies do not grant, and the Terraform that grants them.")]
    public async Task<Answer<IamAnalysis>> CheckAsync(
        [Description("Files of code: a JSON object of paths and texts.")] string? code = null,
        [Description("A unified diff.")] string? diff = null,
        [Description("The number of a pull request.")] int? number = null,
        [Description("#123, code, a diff, or an error of AWS that says that something is not authorized.")] string? text = null,
        CancellationToken cancellationToken = default)
    {
        var given = new[] { code, diff, number?.ToString(CultureInfo.InvariantCulture), text }.Count(value => !string.IsNullOrWhiteSpace(value));
        if (given != 1)
            return Invalid("code", given == 0 ? "is missing: give code, a diff or a pr_number." : "stands beside another: give one of code, diff and pr_number.");
        if (text is not null)
            (code, diff, number) = PastedCode.Sort(text);

        await context.StepAsync($"Reading the policies of {context.Repository.Name}", cancellationToken);
        var opened = await git.OpenAsync(context.Repository, null, cancellationToken);
        if (opened.Value is not { } snapshot)
            return opened.Refusal!;
        var (infrastructure, warnings) = RepositoryInfrastructure.Read(snapshot.Paths, snapshot.ReadText);
        Answer<IamAnalysis> answer;
        if (number is { } pullRequest)
            answer = await OfPullRequestAsync(pullRequest, infrastructure, cancellationToken);
        else if (diff is not null)
            answer = IamAnalyzer.AnalyzeDiff(diff, infrastructure);
        else if (code is not null)
            answer = OfFiles(code, infrastructure);
        else
            answer = OfText(text!, infrastructure);
        if (answer.Value is not { } analysis)
            return answer;
        analysis = analysis with { Warnings = [.. analysis.Warnings, .. warnings, .. snapshot.Warnings] };
        // Whoever sees a pull request sees what is written under it; what an account says is for people with a role here.
        return context.Request.Door == PullRequestDoor ? analysis : await live.VerifyAsync(analysis, context.Repository.Name, cancellationToken);
    }

    private async Task<Answer<IamAnalysis>> OfPullRequestAsync(int number, Dictionary<string, string> infrastructure, CancellationToken cancellationToken)
    {
        if (number <= 0)
            return Invalid("pr_number", "must be a positive number.");
        await context.StepAsync($"Reading #{number}", cancellationToken);
        var read = await pullRequests.GetAsync(context.Repository, number, cancellationToken);
        if (read.Value is not { } pull)
            return read.Refusal!;
        var files = await pullRequests.FilesAsync(context.Repository, number, cancellationToken);
        if (files.Value is not { } changed)
            return files.Refusal!;
        var analysis = IamAnalyzer.AnalyzeDiff(PullRequestDiff.Of(changed), infrastructure) with { PrNumber = number, HeadSha = pull.HeadSha };
        var unread = changed.Count(file => file.Patch is null && AnalysedFiles.IsCode(file.Path));
        return unread == 0 ? analysis : analysis with { Warnings = [.. analysis.Warnings, $"GitHub shows no diff of {unread} large file{(unread == 1 ? "" : "s")} of #{number}: {(unread == 1 ? "it was" : "they were")} left out."] };
    }

    private static Answer<IamAnalysis> OfFiles(string code, Dictionary<string, string> infrastructure)
    {
        if (PastedCode.Files(code) is not { } files)
            return Invalid("code", "must be an object whose members are paths and texts.");
        if (files.Count > MaxFiles)
            return new Refusal(RefusalKind.TooLarge, $"code is over the limit of {MaxFiles} files.");
        // A change that brings its own policy is judged with it.
        foreach (var (path, content) in files.Where(file => AnalysedFiles.IsInfrastructure(file.Key)))
            infrastructure[path] = content;
        return IamAnalyzer.Analyze(files, infrastructure);
    }

    private static Answer<IamAnalysis> OfText(string text, Dictionary<string, string> infrastructure)
    {
        if (AccessDenials.Find(text) is not [var denial, ..])
            return IamAnalyzer.AnalyzeFragment(PastedCode.WithoutFence(text), infrastructure);
        var analysis = IamAnalyzer.Analyze(denial, infrastructure);
        return analysis with { Warnings = [denial.Sentence, denial.Advice, .. analysis.Warnings] };
    }

    private static Refusal Invalid(string field, string sentence) =>
        new(RefusalKind.Invalid, $"{field} {sentence}") { Fields = new Dictionary<string, string> { [field] = sentence } };
}
