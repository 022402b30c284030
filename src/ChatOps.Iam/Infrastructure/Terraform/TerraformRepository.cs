using ChatOps.Iam.Hcl;

namespace ChatOps.Iam.Infrastructure.Terraform;

/// <summary>The repository's Terraform: its root modules, each with the modules that it calls by a relative path.</summary>
internal sealed class TerraformRepository
{
    private const int MaxModules = 400;

    private readonly IReadOnlyDictionary<string, string> files;
    private readonly Dictionary<string, List<TerraformFile>> folders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TerraformFile>> settings = new(StringComparer.Ordinal);
    private readonly List<string> warnings = [];
    private readonly List<TerraformModule> modules = [];

    private TerraformRepository(IReadOnlyDictionary<string, string> files) => this.files = files;

    /// <summary>Every module, as it is called from each place.</summary>
    public IReadOnlyList<TerraformModule> Modules => modules;

    /// <summary>Files that could not be read, each a sentence.</summary>
    public IReadOnlyList<string> Warnings => warnings;

    public TerraformEvaluator Evaluator(TerraformModule module) => new(module, files);

    /// <summary>Reads all <c>.tf</c> and <c>.tfvars</c> files.</summary>
    public static TerraformRepository Read(IReadOnlyDictionary<string, string> files)
    {
        var repository = new TerraformRepository(files);
        foreach (var path in files.Keys.Where(path => !path.Contains("/.terraform/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            if (path.EndsWith(".tf", StringComparison.Ordinal) || path.EndsWith(".tf.json", StringComparison.Ordinal))
                repository.Parse(path, repository.folders);
            else if (path.EndsWith("terraform.tfvars", StringComparison.Ordinal) || path.EndsWith(".auto.tfvars", StringComparison.Ordinal))
                repository.Parse(path, repository.settings);
        }

        var called = repository.folders.SelectMany(folder => folder.Value.SelectMany(file => file.Body.Blocks.Where(block => block.Type == "module").Select(block => Source(folder.Key, block)))).ToHashSet();
        foreach (var folder in repository.folders.Keys.Where(folder => !called.Contains(folder)).Order(StringComparer.Ordinal))
            repository.Build(folder, "", null, []);
        return repository;
    }

    private void Parse(string path, Dictionary<string, List<TerraformFile>> into)
    {
        var json = path.EndsWith(".json", StringComparison.Ordinal) ? TerraformJson.ToHcl(files[path]) : null;
        var text = json?.Text ?? files[path];
        if (json is null && path.EndsWith(".json", StringComparison.Ordinal))
        {
            warnings.Add($"{path} was left out: it is not a valid JSON object.");
            return;
        }

        var parsed = HclFile.Parse(text);
        if (parsed.Body is null)
        {
            warnings.Add($"{path} was left out: it is not valid HCL at line {parsed.Error!.Line} ({parsed.Error.Message})");
            return;
        }

        var file = new TerraformFile(path, text, parsed.Body, json?.Lines);
        if (!into.TryGetValue(file.Folder, out var list))
            into[file.Folder] = list = [];
        list.Add(file);
    }

    private static string? Source(string folder, HclBlock block) =>
        (block.Body.Find("source") as HclTemplate)?.Text is { } source && source.StartsWith('.') ? Folders.Resolve(folder, source) : null;

    private TerraformModule? Build(string folder, string address, TerraformModule? caller, HashSet<string> above)
    {
        if (modules.Count >= MaxModules || !folders.TryGetValue(folder, out var list) || !above.Add(folder))
            return null;
        var module = new TerraformModule(folder, address, list, caller is null && settings.TryGetValue(folder, out var values) ? values : []);
        if (caller is null)
            Call(module, above);
        above.Remove(folder);
        return module;
    }

    /// <summary>Adds a module, and those that it calls with their arguments evaluated.</summary>
    private void Call(TerraformModule module, HashSet<string> above)
    {
        modules.Add(module);
        var evaluator = Evaluator(module);
        foreach (var call in module.Calls.Values)
        {
            if (Source(call.File.Folder, call.Block) is { } source && Build(source, $"{module.Address}module.{call.Name}.", module, above) is { } child)
                module.Children[call.Name] = child;
        }

        foreach (var (name, child) in module.Children)
        {
            var call = module.Calls[name];
            // A module that is never called grants nothing.
            if (evaluator.Instances(call).FirstOrDefault() is not ({ } scope, var certain))
                continue;
            child.IsUncertain = module.IsUncertain || !certain;
            foreach (var argument in call.Block.Body.Attributes.Where(argument => argument.Name is not ("source" or "version" or "count" or "for_each" or "providers" or "depends_on")))
                child.Inputs[argument.Name] = evaluator.Evaluate(argument.Value, scope);
            above.Add(child.Folder);
            Call(child, above);
            above.Remove(child.Folder);
        }
    }
}
