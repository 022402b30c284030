using ChatOps.Iam.Coverage;
using ChatOps.Iam.Infrastructure;

namespace ChatOps.Iam.Patches;

/// <summary>The change that grants what is missing.</summary>
/// <param name="Update">The statements as they would be written; null when nothing is missing.</param>
/// <param name="Diff">The change of the repository's Terraform; null when there is none.</param>
/// <param name="OtherDiff">The change of its templates and policy files; null when there is none.</param>
/// <param name="Files">The changed files, whole.</param>
/// <param name="Warning">Why there is no diff, when one could be expected.</param>
internal sealed record PolicyPatch(string? Update, string? Diff, string? OtherDiff, IReadOnlyDictionary<string, string> Files, string? Warning)
{
    private static readonly PolicyPatch Nothing = new(null, null, null, new Dictionary<string, string>(), null);

    /// <summary>Writes the change, and proves it: the changed files grant everything that was missing, or there is no diff.</summary>
    public static PolicyPatch Write(IReadOnlyList<Need> missing, RepositoryPolicies policies, References references, IReadOnlyDictionary<string, string> infrastructure, Func<string, bool> needsEverything, string? principal)
    {
        var addable = missing.Where(need => need.Coverage.Verdict == Verdict.Missing).ToList();
        if (addable.Count == 0)
            return Nothing;
        var edits = new List<TextEdit>();
        string? warning = null;
        foreach (var group in addable.GroupBy(Target))
        {
            var statements = Statements([.. group], group.Key, references, policies.Resources);
            if (group.Key is null)
                warning = policies.Principals.Values.Any(principal => principal.Terraform is not null) ? "It is not clear which role should get it: add the statement to the role that runs this code." : null;
            else if ((TerraformPatch.Write(group.Key, statements) ?? TemplatePatch.Write(group.Key, statements, infrastructure, policies.Resources)) is { } edit)
                edits.Add(edit);
        }

        var update = string.Join(",\n", Statements(addable, edits.Count > 0 ? addable.Select(Target).FirstOrDefault(target => target is not null) : null, references, policies.Resources).Select(Text));
        if (edits.Count == 0)
            return new PolicyPatch(update, null, null, Nothing.Files, warning ?? Elsewhere(addable));
        var files = Apply(edits, infrastructure);
        if (!Grants(addable.Where(need => Target(need) is not null), files, infrastructure, needsEverything, principal))
            return new PolicyPatch(update, null, null, Nothing.Files, "The change could not be proved to grant everything that is missing: add the statement by hand.");
        return new PolicyPatch(update, Diff(file => file.EndsWith(".tf", StringComparison.Ordinal)), Diff(file => !file.EndsWith(".tf", StringComparison.Ordinal)), files, warning);

        string? Diff(Func<string, bool> isMeant) =>
            string.Concat(files.Where(file => isMeant(file.Key)).OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => UnifiedDiff.Of(file.Key, infrastructure[file.Key], file.Value))) is { Length: > 0 } diff ? diff : null;
    }

    /// <summary>The one principal that should get a permission; null when there are several or none.</summary>
    private static Principal? Target(Need need) => need.Principals switch
    {
        [var only] => only,
        _ when need.IsLinked => need.Principals.FirstOrDefault(principal => principal.Sites.Count > 0) ?? need.Principals.FirstOrDefault(principal => principal.Terraform is not null) ?? need.Principals.FirstOrDefault(principal => principal.Templates.Count > 0),
        _ => null,
    };

    private static string? Elsewhere(List<Need> missing) =>
        missing.SelectMany(need => need.Principals).FirstOrDefault(principal => principal.Terraform is null) is { } principal ? $"The policies of {principal.Key} are in {principal.At.Path}, which is no Terraform: add the statement there." : null;

    /// <summary>One statement for each resource, sorted by service and action.</summary>
    private static List<NewStatement> Statements(IReadOnlyList<Need> needs, Principal? target, References references, IReadOnlyList<IacResource> declared) =>
    [
        .. from need in needs
           group need by (need.Resource, need.Permission.Condition) into resource
           let actions = resource.Select(need => need.Permission.Action).Distinct().Order(StringComparer.Ordinal).ToList()
           orderby actions[0], resource.Key.Resource
           let module = target?.Sites.Count > 0 ? target.Sites[0].Module : target?.Terraform?.Module
           select new NewStatement(actions, TerraformPatch.Resource(resource.Key.Resource, module, references, declared), resource.Key.Resource, resource.Key.Condition),
    ];

    private static string Text(NewStatement statement) => ObjectStatements.Write(statement, new ObjectStyle { HasCommas = true }, "", "\n", _ => false);

    private static Dictionary<string, string> Apply(IEnumerable<TextEdit> edits, IReadOnlyDictionary<string, string> infrastructure)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in edits.GroupBy(edit => edit.Path))
        {
            var text = infrastructure[file.Key];
            // From the end, so that offsets stay what they were.
            foreach (var edit in file.OrderByDescending(edit => edit.Offset))
                text = text.Insert(edit.Offset, edit.Text);
            files[file.Key] = text;
        }

        return files;
    }

    private static bool Grants(IEnumerable<Need> missing, Dictionary<string, string> changed, IReadOnlyDictionary<string, string> infrastructure, Func<string, bool> needsEverything, string? principal)
    {
        var files = infrastructure.ToDictionary(file => file.Key, file => changed.GetValueOrDefault(file.Key) ?? file.Value, StringComparer.Ordinal);
        var policies = RepositoryPolicies.Read(files);
        var comparison = new Comparison(policies, new References(policies.Resources), needsEverything, principal);
        return missing.All(need => comparison.Of(need.Permission) is { IsLinked: var linked, Coverage: { Verdict: Verdict.Granted or Verdict.Possible } coverage } now
            && (coverage.Verdict == Verdict.Granted || need.Principals.Any(principal => principal.Terraform?.Block.Block.Body.Find("count") is not null)) && linked == need.IsLinked
            && Simulator.Allows(now, new References(policies.Resources)));
    }
}
