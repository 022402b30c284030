namespace ChatOps.Settings;

/// <summary>The names that people already have in their environment, and the settings they stand for. A setting that is written out wins.</summary>
internal static class WellKnownVariables
{
    private static readonly (string Variable, string Key)[] Single =
    [
        ("GITHUB_TOKEN", "GitHub:Token"),
        ("SLACK_BOT_TOKEN", "Slack:BotToken"),
        ("SLACK_SIGNING_SECRET", "Slack:SigningSecret"),
        ("SLACK_APP_TOKEN", "Slack:AppToken"),
        ("AWS_REGION", "Aws:Region"),
    ];

    private static readonly (string Kind, string Prefix)[] Models = [("anthropic", "ANTHROPIC"), ("openai", "OPENAI")];

    /// <summary>Adds the settings that the environment implies and that nothing sets.</summary>
    /// <param name="configuration">The configuration with the environment's variables in it.</param>
    public static IReadOnlyDictionary<string, string?> Imply(IConfiguration configuration)
    {
        var implied = new Dictionary<string, string?>();
        foreach (var (variable, key) in Single)
        {
            if (Has(configuration, variable) && !Has(configuration, key))
                implied[key] = configuration[variable];
        }

        if (Has(configuration, "REPO_PATH") && !configuration.GetSection("Repositories").GetChildren().Any())
            implied["Repositories:0:Path"] = configuration["REPO_PATH"];
        foreach (var (kind, prefix) in Models)
            AddModel(configuration, kind, prefix, implied);
        foreach (var bedrock in configuration.GetSection("Ai:Providers").GetChildren().Where(provider => provider["Kind"] == "bedrock"))
        {
            if (Has(configuration, "AWS_REGION") && !Has(configuration, $"{bedrock.Path}:Region"))
                implied[$"{bedrock.Path}:Region"] = configuration["AWS_REGION"]!.Trim();
            if (Has(configuration, "AWS_BEARER_TOKEN_BEDROCK") && !Has(configuration, $"{bedrock.Path}:ApiKey"))
                implied[$"{bedrock.Path}:ApiKey"] = configuration["AWS_BEARER_TOKEN_BEDROCK"]!.Trim();
        }

        return implied;
    }

    // The first provider of the vendor's kind. Its model is a default that came with the program, so that the environment's wins.
    private static void AddModel(IConfiguration configuration, string kind, string prefix, Dictionary<string, string?> implied)
    {
        if (configuration.GetSection("Ai:Providers").GetChildren().FirstOrDefault(provider => provider["Kind"] == kind) is not { Path: var provider })
            return;
        foreach (var (suffix, name) in new[] { ("API_KEY", "ApiKey"), ("BASE_URL", "BaseUrl"), ("MODEL", "Model") })
        {
            if (Has(configuration, $"{prefix}_{suffix}") && (name == "Model" || !Has(configuration, $"{provider}:{name}")))
                implied[$"{provider}:{name}"] = configuration[$"{prefix}_{suffix}"]!.Trim();
        }
    }

    private static bool Has(IConfiguration configuration, string key) => !string.IsNullOrWhiteSpace(configuration[key]);
}
