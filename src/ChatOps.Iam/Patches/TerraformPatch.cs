using ChatOps.Iam.Coverage;
using ChatOps.Iam.Hcl;
using ChatOps.Iam.Infrastructure;
using ChatOps.Iam.Infrastructure.Terraform;

namespace ChatOps.Iam.Patches;

/// <summary>Finds the place for new statements of a role, and writes them there in the style that they find.</summary>
internal static class TerraformPatch
{
    private const int MaxSteps = 20;

    /// <summary>The edit; null when the role is none of Terraform's.</summary>
    public static TextEdit? Write(Principal principal, IReadOnlyList<NewStatement> statements)
    {
        // The role's own policies come before those that others may have too.
        foreach (var site in principal.Sites.OrderBy(site => site.Block.Type == "aws_iam_policy"))
        {
            if (Add(site.Module, site.Block.File, site.Policy, statements, 0) is { } edit)
                return edit;
        }

        return principal.Terraform is var (module, role) ? NewPolicy.Write(module, role, statements) : null;
    }

    /// <summary>A resource as HCL in a module: a reference where the module declares it, else its ARN.</summary>
    public static string Resource(string resource, TerraformModule? module, References references, IReadOnlyList<IacResource> declared)
    {
        var arn = references.Resolve(resource);
        var own = declared.Where(candidate => module is not null && IsPlain(candidate, module) && (arn == candidate.Arn || arn.StartsWith(candidate.Arn + "/", StringComparison.Ordinal) || arn.StartsWith(candidate.Arn + ":", StringComparison.Ordinal)))
            .OrderByDescending(candidate => candidate.Arn.Length).FirstOrDefault();
        if (own is null)
            return $"\"{arn}\"";
        var address = own.Reference[module!.Address.Length..];
        var indexed = module.Blocks[address].Block.Body.Find("count") is null ? address : address + "[0]";
        return arn == own.Arn ? indexed + ".arn" : $"\"${{{indexed}.arn}}{arn[own.Arn.Length..]}\"";
    }

    private static bool IsPlain(IacResource candidate, TerraformModule module) =>
        candidate.Reference.StartsWith(module.Address, StringComparison.Ordinal) && module.Blocks.TryGetValue(candidate.Reference[module.Address.Length..], out var block) && block.Block.Body.Find("for_each") is null;

    private static TextEdit? Add(TerraformModule module, TerraformFile file, HclExpression policy, IReadOnlyList<NewStatement> statements, int steps)
    {
        if (steps > MaxSteps)
            return null;
        switch (policy)
        {
            case HclCall { Name: "jsonencode", Arguments: [HclObject document] } when document.Find("Statement") is { } member:
                return List(module, file, member.Value, 0) is var (owner, list) ? ObjectStatements.Add(owner.Path, owner.Text, list, statements) : null;
            case HclCall { Name: "jsonencode", Arguments: [var inner] }:
                return Follow(module, inner) is var (from, value) ? Add(module, from, Encoded(value), statements, steps + 1) : null;
            case HclTemplate { IsHeredoc: true } heredoc:
                return JsonStatements.Add(file.Path, file.Text, heredoc, statements);
            case HclTemplateWrap wrap:
                return Add(module, file, wrap.Inner, statements, steps + 1);
            case HclParentheses parentheses:
                return Add(module, file, parentheses.Inner, statements, steps + 1);
            default:
                if (Document(module, policy) is { } data)
                    return BlockStatements.Add(data.File.Path, data.File.Text, data.Block, statements);
                return Follow(module, policy) is var (at, next) ? Add(module, at, next, statements, steps + 1) : null;
        }
    }

    private static HclCall Encoded(HclExpression value) => new(value.Span, "jsonencode", [value], false);

    /// <summary>The list that an expression of statements begins with, followed through locals and <c>concat</c>.</summary>
    private static (TerraformFile File, HclTuple List)? List(TerraformModule module, TerraformFile file, HclExpression value, int steps) => value switch
    {
        _ when steps > MaxSteps => null,
        HclTuple tuple when tuple.Items.All(item => item is not HclFor) => (file, tuple),
        HclCall { Name: "concat" or "flatten" } call => call.Arguments.Select(argument => List(module, file, argument, steps + 1)).FirstOrDefault(found => found is not null),
        _ => Follow(module, value) is var (from, next) ? List(module, from, next, steps + 1) : null,
    };

    /// <summary>What a <c>local.x</c> stands for.</summary>
    private static (TerraformFile File, HclExpression Value)? Follow(TerraformModule module, HclExpression value) =>
        value is HclGetAttribute { Source: HclVariable { Name: "local" }, Name: var name } && module.Locals.TryGetValue(name, out var found) ? found : null;

    /// <summary>The block that <c>data.aws_iam_policy_document.x.json</c> names.</summary>
    private static TerraformBlock? Document(TerraformModule module, HclExpression value)
    {
        var source = value is HclGetAttribute { Name: "json" or "minified_json" } json ? json.Source : null;
        if (source is HclIndex index)
            source = index.Source;
        return source is HclGetAttribute { Name: var name, Source: HclGetAttribute { Name: "aws_iam_policy_document", Source: HclVariable { Name: "data" } } } ? module.Blocks.GetValueOrDefault("data.aws_iam_policy_document." + name) : null;
    }
}
