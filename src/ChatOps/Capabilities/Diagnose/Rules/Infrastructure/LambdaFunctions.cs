using YamlDotNet.RepresentationModel;

namespace ChatOps.Capabilities.Diagnose.Rules.Infrastructure;

/// <summary>Finds the Lambda functions that a repository's templates declare: Terraform, SAM, CloudFormation (YAML and JSON) and Serverless.</summary>
internal static class LambdaFunctions
{
    // Templates beyond these are generated or vendored.
    private const int MaxTemplates = 200;

    /// <summary>Every function declared with a handler.</summary>
    public static IReadOnlyList<LambdaFunction> All(RepositoryFiles repository) =>
        [.. repository.Paths.Where(IsTemplate).Take(MaxTemplates).SelectMany(path => In(path, repository.ReadText(path) ?? ""))];

    /// <summary>The functions that run <paramref name="file"/>.</summary>
    public static IReadOnlyList<LambdaFunction> Running(string file, RepositoryFiles repository) => [.. All(repository).Where(function => function.Runs(file))];

    /// <summary>Whether the path may be a template.</summary>
    public static bool IsTemplate(string path) => !path.Contains("node_modules/", StringComparison.Ordinal) && !path.Contains(".terraform/", StringComparison.Ordinal)
        && Path.GetExtension(path) is ".tf" or ".yaml" or ".yml" or ".json" or ".template" && Path.GetFileName(path) is not ("package.json" or "package-lock.json" or "tsconfig.json" or "pnpm-lock.yaml")
        && !path.StartsWith(".github/", StringComparison.Ordinal);

    private static IEnumerable<LambdaFunction> In(string path, string text)
    {
        if (!text.Contains("andler", StringComparison.Ordinal))
            return [];
        return path.EndsWith(".tf", StringComparison.Ordinal) ? Terraform(path, text)
            : (text.Contains("AWS::", StringComparison.Ordinal) || text.Contains("functions:", StringComparison.Ordinal)) && YamlSettings.Parse(text) is { } root ? FromYaml(path, text, root) : [];
    }

    private static IEnumerable<LambdaFunction> Terraform(string path, string text)
    {
        foreach (var (kind, type, name, line, block) in HclBlock.TopLevel(text))
        {
            if ((kind == "resource" && type == "aws_lambda_function" || kind == "module") && block.Read("handler") is { } handler)
                yield return new LambdaFunction(path, name, line, handler, "", block, kind == "module" ? SettingWords.TerraformModule : SettingWords.Terraform);
        }
    }

    private static IEnumerable<LambdaFunction> FromYaml(string path, string text, YamlMappingNode root)
    {
        foreach (var (key, value) in Children(root, "Resources"))
        {
            if (value is YamlMappingNode resource && Text(resource, "Type") is "AWS::Serverless::Function" or "AWS::Lambda::Function" && Child((YamlMappingNode)value, "Properties") is YamlMappingNode properties && Text(properties, "Handler") is { } handler)
                yield return new LambdaFunction(path, key, (int)value.Start.Line, handler, Folder(path, Text(properties, "CodeUri")), new YamlSettings(text, properties), SettingWords.CloudFormation);
        }
        if (Child(root, "service") is null && Child(root, "provider") is null)
            yield break;
        foreach (var (key, value) in Children(root, "functions"))
        {
            if (value is YamlMappingNode function && Text(function, "handler") is { } handler)
                yield return new LambdaFunction(path, key, (int)value.Start.Line, handler, "", new YamlSettings(text, function), SettingWords.Serverless);
        }
    }

    // CodeUri: src/ is relative to the template. A bucket's address says nothing of the repository.
    private static string Folder(string template, string? codeUri)
    {
        if (codeUri is null || codeUri.Contains(':', StringComparison.Ordinal))
            return "";
        var parts = new List<string>((Path.GetDirectoryName(template) ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var part in codeUri.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("." or ".."))
                parts.Add(part);
        }
        return string.Join('/', parts);
    }

    private static IEnumerable<(string Key, YamlNode Value)> Children(YamlMappingNode node, string name) =>
        Child(node, name) is YamlMappingNode inner ? inner.Children.Where(pair => pair.Key is YamlScalarNode).Select(pair => (((YamlScalarNode)pair.Key).Value ?? "", pair.Value)) : [];

    private static YamlNode? Child(YamlMappingNode node, string name) => node.Children.FirstOrDefault(pair => pair.Key is YamlScalarNode key && key.Value == name).Value;

    private static string? Text(YamlMappingNode node, string name) => Child(node, name) is YamlScalarNode scalar ? scalar.Value : null;
}
