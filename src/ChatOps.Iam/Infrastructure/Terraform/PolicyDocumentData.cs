using ChatOps.Iam.Hcl;

namespace ChatOps.Iam.Infrastructure.Terraform;

/// <summary>What <c>data "aws_iam_policy_document"</c> makes: its statements, those of its sources, and overrides by Sid.</summary>
internal static class PolicyDocumentData
{
    private static readonly string[] Sources = ["source_policy_documents", "source_json"];
    private static readonly string[] Overrides = ["override_policy_documents", "override_json"];

    /// <summary>Evaluates the block.</summary>
    public static IacDocument Read(TerraformEvaluator evaluator, TerraformBlock block)
    {
        List<Grant> grants = [];
        foreach (var (scope, certain) in evaluator.Instances(block))
        {
            List<Grant> own = [.. Others(evaluator, block, Sources, scope)];
            foreach (var grant in block.Block.Body.Blocks.SelectMany(inner => Statements(evaluator, inner, scope)))
                Put(own, grant);
            foreach (var grant in Others(evaluator, block, Overrides, scope))
                Put(own, grant);
            grants.AddRange(certain ? own : own.Select(grant => grant with { IsCertain = false }));
        }

        return new IacDocument(grants, block.Block, block.File.Path) { At = block.At };
    }

    // A statement replaces an earlier one of the same Sid.
    private static void Put(List<Grant> grants, Grant grant)
    {
        var at = grant.Sid is { Length: > 0 } ? grants.FindIndex(other => other.Sid == grant.Sid) : -1;
        if (at >= 0)
            grants[at] = grant;
        else
            grants.Add(grant);
    }

    private static IEnumerable<Grant> Others(TerraformEvaluator evaluator, TerraformBlock block, string[] names, Scope scope) =>
        from name in names
        let documents = evaluator.Argument(block.Block.Body, name, scope)
        where documents is not null
        from document in documents.Each()
        from grant in StatementReader.ReadDocument(document, block.At) ?? []
        select documents.IsUncertain ? grant with { IsCertain = false } : grant;

    private static IEnumerable<Grant> Statements(TerraformEvaluator evaluator, HclBlock block, Scope scope)
    {
        if (block is { Type: "statement" })
            return [Statement(evaluator, block.Body, scope, certain: true)];
        if (block is not { Type: "dynamic", Labels: ["statement"] } || block.Body.Find("for_each") is not { } each || block.Body.Blocks.FirstOrDefault(inner => inner.Type == "content") is not { } content)
            return [];
        var iterator = (block.Body.Find("iterator") as HclVariable)?.Name ?? "statement";
        return TerraformEvaluator.Loop(evaluator.Evaluate(each, scope), scope, iterator).Select(instance => Statement(evaluator, content.Body, instance.Scope, instance.IsCertain));
    }

    private static Grant Statement(TerraformEvaluator evaluator, HclBody body, Scope scope, bool certain)
    {
        var actions = evaluator.Argument(body, "actions", scope) ?? evaluator.Argument(body, "not_actions", scope);
        var resources = evaluator.Argument(body, "resources", scope) ?? evaluator.Argument(body, "not_resources", scope);
        var effect = evaluator.Argument(body, "effect", scope);
        return new Grant
        {
            Allows = effect?.AsText != "Deny",
            Actions = Texts(actions),
            ExceptActions = body.Find("actions") is null && body.Find("not_actions") is not null,
            // A statement that names principals is of a trust or resource policy: it grants nothing to its own role.
            Resources = body.Blocks.Any(inner => inner.Type == "principals" || inner.Labels is ["principals"]) ? [] : Texts(resources),
            ExceptResources = body.Find("resources") is null && body.Find("not_resources") is not null,
            Conditions = [.. body.Blocks.Where(inner => inner.Type == "condition").Select(inner => Condition(evaluator, inner.Body, scope))],
            IsCertain = certain && actions?.IsUncertain != true && resources?.IsUncertain != true && effect?.IsUncertain != true,
            Sid = evaluator.Argument(body, "sid", scope)?.AsText,
            At = scope.File.At(body.Span.Start),
        };
    }

    private static (string, string, IReadOnlyList<string>) Condition(TerraformEvaluator evaluator, HclBody body, Scope scope) =>
        (evaluator.Argument(body, "test", scope)?.AsText ?? "", evaluator.Argument(body, "variable", scope)?.AsText ?? "", Texts(evaluator.Argument(body, "values", scope)));

    // In a document's block, &{aws:username} is IAM's variable.
    private static List<string> Texts(IacValue? value) => [.. (value?.Texts() ?? []).Select(text => text.Replace("&{", "${", StringComparison.Ordinal))];
}
