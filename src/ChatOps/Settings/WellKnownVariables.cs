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
        if (!configuration.GetSection("Ai:Providers").GetChildren().Any())
            AddProviders(configuration, implied);
        return implied;
    }

    private static void AddProviders(IConfiguration configuration, Dictionary<string, string?> implied)
    {
        var index = 0;
        foreach (var (kind, prefix) in Models.Where(model => Has(configuration, $"{model.Prefix}_API_KEY")))
        {
            var provider = $"Ai:Providers:{index++}";
            implied[$"{provider}:Name"] = kind;
            implied[$"{provider}:Kind"] = kind;
            implied[$"{provider}:ApiKey"] = configuration[$"{prefix}_API_KEY"];
            if (Has(configuration, $"{prefix}_BASE_URL"))
                implied[$"{provider}:BaseUrl"] = configuration[$"{prefix}_BASE_URL"];
            if (Has(configuration, $"{prefix}_MODEL"))
                implied[$"{provider}:Model"] = configuration[$"{prefix}_MODEL"];
        }
    }

    private static bool Has(IConfiguration configuration, string key) => !string.IsNullOrWhiteSpace(configuration[key]);
}
