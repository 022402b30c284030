namespace ChatOps.Iam.Infrastructure.Terraform;

/// <summary>Where a workload's code and settings stand.</summary>
internal static class LambdaSource
{
    /// <summary>The folder that an <c>archive_file</c> packs, or the file; null when the function is packed elsewhere.</summary>
    public static string? Folder(TerraformModule module, TerraformEvaluator evaluator, TerraformBlock block, Scope scope)
    {
        if (block.Block.Body.Find("filename") is not { } filename || evaluator.Evaluate(filename, scope) is not IacText { Reference: { } reference })
            return null;
        var address = reference[module.Address.Length..];
        var dot = address.LastIndexOf('.');
        if (dot < 0 || !module.Blocks.TryGetValue(address[..dot], out var archive) || archive.Type != "archive_file")
            return null;
        var source = evaluator.Argument(archive.Block.Body, "source_dir", scope) ?? evaluator.Argument(archive.Block.Body, "source_file", scope);
        if (source?.AsText is not { } path || path.Contains("${", StringComparison.Ordinal))
            return null;
        return Folders.Resolve(path.StartsWith(module.Folder, StringComparison.Ordinal) ? "" : module.Folder, path);
    }

    /// <summary>The environment variables that it sets.</summary>
    public static IReadOnlyList<KeyValuePair<string, IacValue>> Environment(TerraformEvaluator evaluator, TerraformBlock block, Scope scope)
    {
        if (block.Type == "aws_ecs_task_definition")
            return evaluator.Argument(block.Block.Body, "container_definitions", scope) is IacJson { Inner: var containers } ? [.. Containers(containers)] : [];
        var variables = block.Block.Body.Blocks.Where(inner => inner.Type == "environment").Select(inner => evaluator.Argument(inner.Body, "variables", scope)).FirstOrDefault();
        return (variables as IacMap)?.Entries ?? [];
    }

    private static IEnumerable<KeyValuePair<string, IacValue>> Containers(IacValue containers) =>
        from container in containers.Each()
        from variable in container.Member("environment")?.Each() ?? []
        let name = variable.Member("name")?.AsText
        let value = variable.Member("value")
        where name is not null && value is not null
        select new KeyValuePair<string, IacValue>(name, value);
}
