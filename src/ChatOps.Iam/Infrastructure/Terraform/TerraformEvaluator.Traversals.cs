using ChatOps.Iam.Hcl;

namespace ChatOps.Iam.Infrastructure.Terraform;

internal sealed partial class TerraformEvaluator
{
    /// <summary>A step of a traversal: a name, an index, or a splat when both are null.</summary>
    private readonly record struct Step(string? Name, HclExpression? Index);

    private IacValue EvaluateTraversal(HclExpression expression, Scope scope)
    {
        var (source, steps) = Flatten(expression);
        if (source is not HclVariable root)
            return Apply(Evaluate(source, scope), steps, expression, scope);
        if (scope.Names.TryGetValue(root.Name, out var bound))
            return Apply(bound, steps, expression, scope);
        switch (root.Name)
        {
            case "var" when steps is [{ Name: { } name }, ..]:
                return Apply(Variable(name), steps[1..], expression, scope);
            case "local" when steps is [{ Name: { } name }, ..]:
                return Apply(Named("local." + name, Module.Locals.TryGetValue(name, out var local) ? local : null), steps[1..], expression, scope);
            case "module" when steps is [{ Name: { } name }, ..]:
                return ModuleOutput(name, [.. steps[1..].Where(step => step.Name is not null)], expression, scope);
            case "path" when steps is [{ Name: { } name }]:
                return new IacText(name == "module" ? Module.Folder.Length == 0 ? "." : Module.Folder : ".");
            case "data" when steps is [{ Name: { } type }, { Name: { } name }, ..]:
                return ResourceAttribute($"data.{type}.{name}", [.. steps[2..]], expression, scope);
            default:
                return steps is [{ Name: { } label }, ..] ? ResourceAttribute($"{root.Name}.{label}", [.. steps[1..]], expression, scope) : Symbolic(expression, scope);
        }
    }

    private static (HclExpression Source, List<Step> Steps) Flatten(HclExpression expression)
    {
        List<Step> steps = [];
        var current = expression;
        while (true)
        {
            switch (current)
            {
                case HclGetAttribute member:
                    steps.Add(new Step(member.Name, null));
                    current = member.Source;
                    break;
                case HclIndex { Key: HclTemplate { Text: { } text } } index:
                    steps.Add(new Step(text, null));
                    current = index.Source;
                    break;
                case HclIndex index:
                    steps.Add(new Step(null, index.Key));
                    current = index.Source;
                    break;
                case HclSplat splat:
                    var (_, each) = Flatten(splat.Each);
                    steps.AddRange(Enumerable.Reverse(each));
                    steps.Add(default);
                    current = splat.Source;
                    break;
                default:
                    steps.Reverse();
                    return (current, steps);
            }
        }
    }

    private IacValue Apply(IacValue value, IReadOnlyList<Step> steps, HclExpression expression, Scope scope)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            switch (value)
            {
                case IacMaybe maybe:
                    var rest = steps.Skip(i).ToList();
                    return new IacMaybe([.. maybe.Options.Select(option => Apply(option, rest, expression, scope))]);
                case IacList list when step is { Name: null, Index: null }:
                    var after = steps.Skip(i + 1).ToList();
                    return new IacList([.. list.Items.Select(item => Apply(item, after, expression, scope))]);
                case IacList list when step.Index is { } index && Evaluate(index, scope) is IacScalar { Value: double number } && number >= 0 && number < list.Items.Count:
                    value = list.Items[(int)number];
                    break;
                case IacMap map when (step.Name ?? (step.Index is { } key ? Evaluate(key, scope).AsText : null)) is { } name && map.Member(name) is { } found:
                    value = found;
                    break;
                case IacText { Reference: { } reference } when step.Name is not null:
                    value = IacText.Of($"{reference}.{step.Name}");
                    break;
                case IacText { Reference: not null }:
                    break;
                default:
                    return Symbolic(expression, scope);
            }
        }

        return value;
    }

    private IacValue Variable(string name)
    {
        if (Module.Inputs.TryGetValue(name, out var given))
            return given;
        return Module.FindVariable(name) is { } found ? Named("var." + name, found) : IacText.Of($"{Module.Address}var.{name}");
    }

    /// <summary>Evaluates what a name stands for, once at a time: one that leads back to itself stays a reference.</summary>
    private IacValue Named(string name, (TerraformFile File, HclExpression Value)? found)
    {
        if (found is not { } entry || !underway.Add(name))
            return IacText.Of(Module.Address + name);
        var value = Evaluate(entry.Value, Scope.Of(entry.File));
        underway.Remove(name);
        return value;
    }

    private IacValue ModuleOutput(string name, List<Step> steps, HclExpression expression, Scope scope)
    {
        if (steps is not [{ Name: { } output }, ..] || !Module.Children.TryGetValue(name, out var child))
            return IacText.Of($"{Module.Address}module.{name}" + string.Concat(steps.Select(step => "." + step.Name)));
        if (!child.Outputs.TryGetValue(output, out var found) || !underway.Add($"module.{name}.{output}"))
            return IacText.Of($"{child.Address}{output}");
        var value = new TerraformEvaluator(child, files) { depth = depth, budget = Math.Min(budget, 20_000) }.Evaluate(found.Value, Scope.Of(found.File));
        underway.Remove($"module.{name}.{output}");
        return Apply(value, steps[1..], expression, scope);
    }

    private IacValue ResourceAttribute(string address, List<Step> steps, HclExpression expression, Scope scope)
    {
        // orders[0].arn, orders["eu"].arn and orders[*].arn are all of the one block that the repository has.
        var names = steps.Where(step => step.Name is not null).ToList();
        if (names is not [{ Name: { } attribute }, ..])
            return IacText.Of(Module.Address + address);
        Module.Blocks.TryGetValue(address, out var block);
        if (Account(address, attribute) is { } account)
            return account;
        if (block is { IsData: true } && DataAttribute(block, attribute) is { } known)
            return known;
        // An identity that AWS gives is no argument, even where an argument has the same name.
        if (block is { IsData: false } && attribute is not ("arn" or "id" or "url") && block.Block.Body.Find(attribute) is { } argument && underway.Add(address + attribute))
        {
            var (inner, _) = Instances(block).FirstOrDefault();
            var value = Evaluate(argument, inner ?? Scope.Of(block.File));
            underway.Remove(address + attribute);
            return Apply(value, names[1..], expression, scope);
        }

        return IacText.Of(Module.Address + address + string.Concat(names.Select(step => "." + step.Name)));
    }

    private static IacText? Account(string address, string attribute) => (address.Split('.'), attribute) switch
    {
        (["data", "aws_caller_identity", _], "account_id" or "id") => IacText.Of("AWS::AccountId"),
        (["data", "aws_region", _], "name" or "id" or "region") => IacText.Of("AWS::Region"),
        (["data", "aws_partition", _], "partition" or "id") => IacText.Of("AWS::Partition"),
        _ => null,
    };

    private IacValue? DataAttribute(TerraformBlock block, string attribute)
    {
        if (!underway.Add(block.Address))
            return null;
        var scope = Scope.Of(block.File);
        IacValue? value = (block.Type, attribute) switch
        {
            ("aws_iam_policy_document", "json" or "minified_json") => PolicyDocumentData.Read(this, block),
            ("aws_iam_policy", "arn") when (Argument(block.Block.Body, "arn", scope) ?? Argument(block.Block.Body, "name", scope))?.AsText is { } name =>
                new IacText(name.StartsWith("arn:", StringComparison.Ordinal) ? name : "arn:aws:iam::aws:policy/" + name),
            ("template_file", "rendered") when Argument(block.Block.Body, "template", scope) is IacText template =>
                Rendered(template.Text, Argument(block.Block.Body, "vars", scope) ?? new IacMap([]), block.File.Path),
            ("aws_s3_bucket", "arn") when Argument(block.Block.Body, "bucket", scope)?.AsText is { } bucket => new IacText("arn:aws:s3:::" + bucket),
            (_, "name" or "bucket" or "function_name" or "table_name") => Argument(block.Block.Body, attribute, scope),
            _ => null,
        };
        underway.Remove(block.Address);
        return value;
    }
}
