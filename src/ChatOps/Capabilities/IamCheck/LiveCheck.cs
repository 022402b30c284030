using System.Text.Json;
using ChatOps.Adapters.Aws;
using ChatOps.Chat;
using ChatOps.Iam;
using ChatOps.Iam.Policies;

namespace ChatOps.Capabilities.IamCheck;

/// <summary>
/// Asks the account about permissions that the repository does not grant (<c>Aws:LiveCheck</c>). The lists of the analysis stay what the repository says:
/// the account adds to them whether the role has the permission there. What it cannot be asked is a warning.
/// </summary>
internal sealed class LiveCheck(AwsOptions options, IamAccount account, TimeProvider clock)
{
    /// <summary>More questions are not asked for one analysis.</summary>
    private const int MostQuestions = 40;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(15);

    /// <summary>The analysis with what the account says; the same one when the check is off or nothing is missing.</summary>
    /// <param name="analysis">What the repository says.</param>
    /// <param name="repository">The repository's name.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IamAnalysis> VerifyAsync(IamAnalysis analysis, string repository, CancellationToken cancellationToken)
    {
        if (!options.LiveCheck || analysis.Missing.Count == 0)
            return analysis;
        var questions = new LinkedRoles(options.Roles, repository).Of(analysis.Missing, out var warnings);
        var checks = new List<AccountCheck>();
        using var limit = new CancellationTokenSource(TimeLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            foreach (var group in questions.GroupBy(question => question.Role))
                await AskAsync(group.Key, [.. group.Select(question => question.Missing)], checks, warnings, either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            warnings.Add($"The account did not answer in time{Alone(checks)}");
        }

        var sorted = checks.OrderBy(check => check.Permission, StringComparer.Ordinal).ThenBy(check => check.Role, StringComparer.Ordinal).ToList();
        return analysis with
        {
            AccountChecks = sorted,
            // That the account does not grant it either is no news.
            Warnings = [.. analysis.Warnings, .. sorted.Where(check => check.Verdict != AccountVerdict.NotGranted).Select(check => check.Detail), .. warnings.Distinct()],
        };
    }

    private async Task AskAsync(LinkedRole linked, List<MissingPermission> missing, List<AccountCheck> checks, List<string> warnings, CancellationToken cancellationToken)
    {
        var found = await account.RoleAsync(linked.Name, cancellationToken);
        if (found.Value is not { } role)
        {
            warnings.Add(found.Refusal!.Kind == RefusalKind.NotFound
                ? $"The account has no role named {linked.Name}: name the one that runs this code in Aws:Roles."
                : $"The account could not be asked about the role {linked.Name}: {found.Refusal.Sentence}{Alone(checks)}");
            return;
        }

        if ((linked.Arn ?? role.Arn) != role.Arn || (linked.Account ?? AccountOf(role.Arn)) != AccountOf(role.Arn))
        {
            warnings.Add($"The live check looks into the account {AccountOf(role.Arn)}, and the role {linked.Name} is of {(linked.Arn is { } arn ? AccountOf(arn) : linked.Account)}: it was not asked about.");
            return;
        }

        var questions = missing.Select(one => new AccountQuestion(one, role, options.Region!)).ToList();
        checks.AddRange(questions.Where(question => !question.IsKnown).Select(question => question.Undecided("the repository does not say what the resource is called")));
        var groups = questions.Where(question => question.IsKnown).GroupBy(question => (question.Resource, question.Missing.Condition)).ToList();
        foreach (var group in groups.Take(MostQuestions))
        {
            var answer = await account.SimulateAsync(role.Arn, [.. group.Select(question => question.Missing.Action)], group.Key.Resource, group.Key.Condition, cancellationToken);
            if (answer.Value is { } decisions)
            {
                checks.AddRange(group.Select(question => question.Answer(decisions.First(decision => decision.Action.Equals(question.Missing.Action, StringComparison.OrdinalIgnoreCase)))));
                continue;
            }

            if (answer.Refusal!.Kind == RefusalKind.Forbidden)
                await ReadAsync(role, [.. groups.SelectMany(all => all)], checks, warnings, cancellationToken);
            else
                warnings.Add($"The account could not be asked about the role {role.Name}: {answer.Refusal.Sentence}{Alone(checks)}");
            return;
        }

        if (groups.Count > MostQuestions)
            warnings.Add($"{groups.Count - MostQuestions} resources were not looked up in the account: there are more than one check asks about.");
    }

    /// <summary>Decides by the role's policies themselves, where our credentials may read them and may not simulate.</summary>
    private async Task ReadAsync(AccountRole role, List<AccountQuestion> questions, List<AccountCheck> checks, List<string> warnings, CancellationToken cancellationToken)
    {
        var read = await account.PoliciesAsync(role.Name, cancellationToken);
        var limit = role.BoundaryArn is { } arn && read.Value is not null ? await account.PolicyAsync(arn, cancellationToken) : null;
        if ((read.Refusal ?? limit?.Refusal) is { } refusal)
        {
            warnings.Add($"The account could not be asked about the role {role.Name}: our own credentials may not call iam:SimulatePrincipalPolicy, and {refusal.Sentence}{Alone(checks)}");
            return;
        }

        try
        {
            var policies = new RolePolicies(read.Value!.Select(policy => (policy.Name, policy.Document)), limit?.Value?.Document);
            checks.AddRange(questions.Select(question => question.Answer(policies.Decide(question.Missing.Action, question.Resource, question.Missing.Condition))));
        }
        catch (JsonException)
        {
            warnings.Add($"A policy of the role {role.Name} in the account could not be read{Alone(checks)}");
        }
    }

    private static string AccountOf(string arn) => arn.Split(':') is [_, _, _, _, var number, ..] ? number : "";

    private static string Alone(List<AccountCheck> checks) => checks.Count == 0 ? ". What is said here comes from the repository alone." : ". What is not said of the account comes from the repository alone.";
}
