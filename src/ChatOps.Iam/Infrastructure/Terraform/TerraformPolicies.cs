using ChatOps.Iam.Hcl;

namespace ChatOps.Iam.Infrastructure.Terraform;

/// <summary>Reads roles, their policies and who runs as them from Terraform.</summary>
internal sealed class TerraformPolicies
{
    private readonly RepositoryPolicies policies;
    private readonly TerraformModule module;
    private readonly TerraformEvaluator evaluator;
    private readonly Dictionary<string, (TerraformBlock Block, TerraformModule Module, List<Grant>? Grants)> managed;

    private TerraformPolicies(RepositoryPolicies policies, TerraformModule module, TerraformEvaluator evaluator, Dictionary<string, (TerraformBlock, TerraformModule, List<Grant>?)> managed) =>
        (this.policies, this.module, this.evaluator, this.managed) = (policies, module, evaluator, managed);

    /// <summary>Adds what the <c>.tf</c> files among <paramref name="files"/> say.</summary>
    public static void Read(IReadOnlyDictionary<string, string> files, RepositoryPolicies policies)
    {
        var repository = TerraformRepository.Read(files);
        foreach (var unread in repository.Warnings)
            policies.LeaveOut(unread);
        var managed = new Dictionary<string, (TerraformBlock, TerraformModule, List<Grant>?)>(StringComparer.Ordinal);
        var readers = repository.Modules.Select(module => new TerraformPolicies(policies, module, repository.Evaluator(module), managed)).ToList();
        // Roles and policies first, wherever they stand: attachments name them.
        foreach (var reader in readers)
            reader.ReadPrincipals();
        var attached = new HashSet<string>(StringComparer.Ordinal);
        foreach (var reader in readers)
            reader.ReadAttachments(attached);
        foreach (var reader in readers)
            reader.ReadWorkloads();
        foreach (var (address, policy) in managed.Where(pair => !attached.Contains(pair.Key)))
            readers.First(reader => reader.module == policy.Item2).AddTo(policies.Add(address, null, policy.Item1.At), policy.Item3, policy.Item1, "policy", policy.Item1.Address);
    }

    private IEnumerable<TerraformBlock> Resources => module.Blocks.Values.Where(block => !block.IsData);

    private void ReadPrincipals()
    {
        foreach (var block in Resources)
        {
            switch (block.Type)
            {
                case "aws_iam_role" or "aws_iam_user" or "aws_iam_group":
                    ReadRole(block);
                    break;
                case "aws_iam_policy":
                    managed[module.Address + block.Address] = (block, module, Grants(block, block.Block.Body, "policy"));
                    break;
                default:
                    if (TerraformResources.Declare(evaluator, block) is { } declared)
                        policies.Resources.Add(declared);
                    break;
            }
        }
    }

    private void ReadRole(TerraformBlock block)
    {
        if (evaluator.Instances(block).FirstOrDefault() is not ({ } scope, _))
            return;
        var principal = policies.Add(module.Address + block.Address, evaluator.Argument(block.Block.Body, "name", scope)?.AsText, block.At, block.File.IsOwnText ? (module, block) : null);
        foreach (var inline in block.Block.Body.Blocks.Where(inner => inner.Type == "inline_policy"))
            AddTo(principal, Grants(block, inner: inline.Body, "policy"), block, "policy", block.Address, inline.Body);
        foreach (var inline in block.Block.Body.Blocks.Where(inner => inner is { Type: "dynamic", Labels: ["inline_policy"] }))
            ReadDynamic(principal, block, inline, scope);
    }

    // dynamic "inline_policy" { for_each = …, content { policy = inline_policy.value } }
    private void ReadDynamic(Principal principal, TerraformBlock block, HclBlock inline, Scope scope)
    {
        if (inline.Body.Find("for_each") is not { } each || inline.Body.Blocks.FirstOrDefault(inner => inner.Type == "content") is not { } content)
            return;
        var iterator = (inline.Body.Find("iterator") as HclVariable)?.Name ?? "inline_policy";
        foreach (var (inner, certain) in TerraformEvaluator.Loop(evaluator.Evaluate(each, scope), scope, iterator))
            AddTo(principal, Certain(Grants(block, content.Body, "policy", inner), certain), block, "policy", $"an inline policy of {block.Address}", content.Body);
    }

    private void ReadAttachments(HashSet<string> attached)
    {
        foreach (var block in Resources)
        {
            foreach (var (scope, certain) in evaluator.Instances(block))
                ReadAttachment(block, scope, certain && !module.IsUncertain, attached);
        }

        foreach (var call in module.Calls.Values)
            LambdaModule.Read(policies, module, evaluator, call);
    }

    private void ReadAttachment(TerraformBlock block, Scope scope, bool certain, HashSet<string> attached)
    {
        IEnumerable<Principal> Of(string argument) => (evaluator.Argument(block.Block.Body, argument, scope)?.Texts() ?? []).Select(text => Find(text, block));
        switch (block.Type)
        {
            case "aws_iam_role_policy" or "aws_iam_user_policy" or "aws_iam_group_policy":
                foreach (var principal in Of(block.Type.Split('_')[2]))
                    AddTo(principal, Certain(Grants(block, block.Block.Body, "policy", scope), certain), block, "policy", block.Address);
                break;
            case "aws_iam_role_policy_attachment" or "aws_iam_user_policy_attachment" or "aws_iam_group_policy_attachment":
                foreach (var principal in Of(block.Type.Split('_')[2]))
                    Attach(principal, block, evaluator.Argument(block.Block.Body, "policy_arn", scope), certain, attached);
                break;
            // It attaches what it lists, and detaches everything else.
            case "aws_iam_role_policy_attachments_exclusive" or "aws_iam_user_policy_attachments_exclusive" or "aws_iam_group_policy_attachments_exclusive":
                foreach (var principal in Of(block.Type.Split('_')[2] + "_name"))
                    Attach(principal, block, evaluator.Argument(block.Block.Body, "policy_arns", scope), certain, attached);
                break;
            case "aws_iam_policy_attachment":
                foreach (var principal in Of("roles").Concat(Of("users")).Concat(Of("groups")))
                    Attach(principal, block, evaluator.Argument(block.Block.Body, "policy_arn", scope), certain, attached);
                break;
            case "aws_iam_role" or "aws_iam_user":
                var self = policies.Principals.GetValueOrDefault(module.Address + block.Address);
                if (self is null)
                    break;
                if (evaluator.Argument(block.Block.Body, "managed_policy_arns", scope) is { } arns)
                    Attach(self, block, arns, certain, attached);
                if (evaluator.Argument(block.Block.Body, "permissions_boundary", scope) is { } boundary and not IacScalar { Value: null })
                    Bound(self, boundary, block, attached);
                break;
        }
    }

    private void Bound(Principal principal, IacValue boundary, TerraformBlock block, HashSet<string> attached)
    {
        var limits = new Principal("", null, block.At);
        Attach(limits, block, boundary, certain: true, attached);
        if (limits.Unread.Count == 0)
            principal.Boundary = limits.Grants;
        else
            policies.Warnings.Add($"{principal.Key} has a permission boundary that is not in the repository; it may forbid more.");
    }

    private void Attach(Principal principal, TerraformBlock block, IacValue? arns, bool certain, HashSet<string> attached)
    {
        foreach (var arn in arns?.Each() ?? [])
        {
            var sure = certain && !arns!.IsUncertain;
            if (arn is IacText { Reference: { } reference } && managed.TryGetValue(WithoutAttribute(reference), out var policy))
            {
                attached.Add(WithoutAttribute(reference));
                AddTo(principal, Certain(policy.Grants, sure), policy.Block, "policy", policy.Block.Address, owner: policy.Module);
            }
            else if (arn.AsText is { } text)
            {
                if (ManagedPolicies.Find(text, block.At) is { } known && ManagedPolicies.IsManaged(text.Replace("${AWS::Partition}", "aws", StringComparison.Ordinal)))
                    principal.Grants.AddRange(Certain([.. known], sure)!);
                else
                    principal.Unread.Add(text);
            }
        }
    }

    private void ReadWorkloads()
    {
        foreach (var block in Resources.Where(block => block.Type is "aws_lambda_function" or "aws_ecs_task_definition"))
        {
            if (evaluator.Instances(block).FirstOrDefault() is not ({ } scope, _))
                continue;
            var body = block.Block.Body;
            var role = evaluator.Argument(body, block.Type == "aws_lambda_function" ? "role" : "task_role_arn", scope);
            policies.Workloads.Add(new Workload
            {
                Name = evaluator.Argument(body, block.Type == "aws_lambda_function" ? "function_name" : "family", scope)?.AsText ?? block.Name,
                Principal = role?.Texts().FirstOrDefault() is { } text ? Find(text, block).Key : null,
                Handler = evaluator.Argument(body, "handler", scope)?.AsText,
                Folder = LambdaSource.Folder(module, evaluator, block, scope),
                Environment = LambdaSource.Environment(evaluator, block, scope),
            });
        }
    }

    /// <summary>The principal that a role argument means: a reference, an ARN, or a name.</summary>
    private Principal Find(string text, TerraformBlock block)
    {
        var reference = text.StartsWith("${", StringComparison.Ordinal) && text.EndsWith('}') ? WithoutAttribute(text[2..^1]) : null;
        if (reference is not null && policies.Principals.TryGetValue(reference, out var found))
            return found;
        // A name is the same name also where a part of it is not known.
        var name = text.StartsWith("arn:", StringComparison.Ordinal) ? text[(text.LastIndexOf('/') + 1)..] : text;
        return policies.Principals.Values.FirstOrDefault(principal => principal.Name == name) ?? policies.Add(reference ?? name, reference is null ? name : null, block.At);
    }

    private static string WithoutAttribute(string reference) =>
        reference.LastIndexOf('.') is var dot and > 0 && reference[(dot + 1)..] is "arn" or "id" or "name" or "unique_id" ? reference[..dot] : reference;

    private void AddTo(Principal principal, IReadOnlyList<Grant>? grants, TerraformBlock block, string argument, string what, HclBody? body = null, TerraformModule? owner = null)
    {
        if (grants is null)
            principal.Unread.Add($"{what} at {block.At}");
        else
            principal.Grants.AddRange(grants);
        if (block.File.IsOwnText && (body ?? block.Block.Body).Find(argument) is { } expression)
            principal.Sites.Add(new PolicySite(owner ?? module, block, expression));
    }

    private List<Grant>? Grants(TerraformBlock block, HclBody inner, string argument, Scope? scope = null)
    {
        scope ??= evaluator.Instances(block).FirstOrDefault().Scope;
        if (scope is null)
            return [];
        return evaluator.Argument(inner, argument, scope) is { } value && StatementReader.ReadDocument(value, block.At) is { } grants ? [.. Certain(grants, !module.IsUncertain && !value.IsUncertain)!] : null;
    }

    private static IReadOnlyList<Grant>? Certain(IReadOnlyList<Grant>? grants, bool certain) =>
        certain || grants is null ? grants : [.. grants.Select(grant => grant with { IsCertain = false })];
}
