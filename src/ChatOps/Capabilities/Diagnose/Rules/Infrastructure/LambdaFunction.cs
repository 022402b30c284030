namespace ChatOps.Capabilities.Diagnose.Rules.Infrastructure;

/// <summary>A Lambda function as a template declares it.</summary>
/// <param name="Path">The template.</param>
/// <param name="Name">Its name in the template.</param>
/// <param name="Line">The line at which its declaration starts, from 1.</param>
/// <param name="Handler">The handler as written, e.g. <c>src/handlers/order.handler</c>.</param>
/// <param name="Folder">Where its code lies relative to the repository, when the template says so plainly; empty otherwise.</param>
/// <param name="Settings">The block in which its settings stand.</param>
/// <param name="Words">How this kind of template writes the settings.</param>
internal sealed record LambdaFunction(string Path, string Name, int Line, string Handler, string Folder, ISettings Settings, SettingWords Words)
{
    /// <summary>Whether the file holds the handler.</summary>
    public bool Runs(string file)
    {
        var dot = Handler.LastIndexOf('.');
        if (dot <= 0)
            return false;
        var module = Handler[..dot].Replace('.', '/').TrimStart('/');
        var path = System.IO.Path.ChangeExtension(file, null);
        if (Folder.Length > 0)
            return path == Combine(Folder, module);
        return path == module || path.EndsWith("/" + module, StringComparison.Ordinal);
    }

    private static string Combine(string folder, string module) => $"{folder.Trim('/')}/{module}".TrimStart('/');
}

/// <summary>How a kind of template spells what a function can be given.</summary>
/// <param name="Timeout">The timeout in seconds.</param>
/// <param name="Memory">The memory in MB.</param>
/// <param name="Variables">The path to the environment variables.</param>
/// <param name="DefaultTimeout">What holds without a timeout.</param>
internal sealed record SettingWords(string Timeout, string Memory, IReadOnlyList<string> Variables, int DefaultTimeout)
{
    /// <summary>AWS's default memory in MB; Serverless has its own.</summary>
    public int DefaultMemory { get; init; } = 128;

    public static SettingWords Terraform { get; } = new("timeout", "memory_size", ["environment", "variables"], 3);
    public static SettingWords TerraformModule { get; } = new("timeout", "memory_size", ["environment_variables"], 3);
    public static SettingWords CloudFormation { get; } = new("Timeout", "MemorySize", ["Environment", "Variables"], 3);
    public static SettingWords Serverless { get; } = new("timeout", "memorySize", ["environment"], 6) { DefaultMemory = 1024 };
}

/// <summary>A block of settings that can be read and edited in its text without touching the rest.</summary>
internal interface ISettings
{
    /// <summary>The value as written, without quotes; null when it is not set in this block.</summary>
    string? Read(string name);

    /// <summary>The line of the setting, from 1; null when it is not set.</summary>
    int? LineOf(string name);

    /// <summary>The file's whole text with the setting changed or added; null when the block's form does not allow it.</summary>
    string? With(string name, string value);

    /// <summary>The names and values, as written, below a path of nested blocks; null when there is no such block.</summary>
    IReadOnlyDictionary<string, string>? Entries(IReadOnlyList<string> path);

    /// <summary>The whole text with an entry, value as written, added below a path of nested blocks that exists; null when it does not.</summary>
    string? WithEntry(IReadOnlyList<string> path, string name, string value);
}
