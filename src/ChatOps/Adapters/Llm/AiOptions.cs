using System.Globalization;
using ChatOps.Settings;

namespace ChatOps.Adapters.Llm;

/// <summary>The section <c>Ai</c>: which models may be asked, in which order, at what price and up to what cost.</summary>
internal sealed class AiOptions : ISettings
{
    /// <summary>Who can be asked. One without a key or a base URL counts as not configured and is passed over.</summary>
    public List<ProviderOptions> Providers { get; init; } = [];

    /// <summary>Who is asked for what.</summary>
    public RoleOptions Roles { get; init; } = new();

    /// <summary>What tokens cost. A model without an entry is unpriced, which is not the same as free.</summary>
    public List<PriceOptions> Prices { get; init; } = [];

    /// <summary>Where spending stops.</summary>
    public BudgetOptions Budgets { get; init; } = new();

    /// <inheritdoc/>
    public void Check(string section)
    {
        for (var i = 0; i < Providers.Count; i++)
            Providers[i].Check(string.Create(CultureInfo.InvariantCulture, $"{section}:Providers:{i}"));

        if (Providers.GroupBy(provider => provider.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new SettingException($"{section}:Providers", $"two providers are named '{twice.Key}'; give each its own name.");

        foreach (var role in Enum.GetValues<ModelRole>())
            foreach (var name in Roles.For(role))
                if (!Providers.Exists(provider => string.Equals(provider.Name, name, StringComparison.OrdinalIgnoreCase)))
                    throw new SettingException($"{section}:Roles:{role}", $"names '{name}', which is not in {section}:Providers.");

        for (var i = 0; i < Prices.Count; i++)
            Prices[i].Check(string.Create(CultureInfo.InvariantCulture, $"{section}:Prices:{i}"));

        Budgets.Check($"{section}:Budgets");
    }
}

/// <summary>An endpoint that serves a model.</summary>
internal sealed class ProviderOptions : ISettings
{
    /// <summary>What <see cref="RoleOptions"/> calls it; unique.</summary>
    public string Name { get; set; } = "";

    /// <summary><c>anthropic</c>, <c>openai</c> (also everything that speaks its protocol), <c>azure_openai</c> or <c>bedrock</c>.</summary>
    public string Kind { get; set; } = "";

    /// <summary>Where it is served; null for the vendor's own address. OpenAI's ends in <c>/v1</c>, Anthropic's does not; Azure's is the resource (<c>https://NAME.openai.azure.com</c>), for its newer API with <c>/openai/v1</c> at the end.</summary>
    public string? BaseUrl { get; set => field = Tidy(value); }

    /// <summary>The key; null where none is needed. Of Bedrock a Bedrock API key; without one, requests are signed as AWS' own tools would sign them here.</summary>
    public string? ApiKey { get; set => field = Tidy(value); }

    /// <summary>The model's id as the vendor writes it; Azure's deployment.</summary>
    public string Model { get; set; } = "";

    /// <summary>Bedrock's region (<c>eu-central-1</c>); null for others.</summary>
    public string? Region { get; set => field = Tidy(value); }

    /// <summary>The version of Azure's API by deployment.</summary>
    public string ApiVersion { get; set; } = "2024-10-21";

    /// <summary>Whose models it serves, as far as settings tell: the host of its address, else its kind.</summary>
    public string Vendor => Uri.TryCreate(BaseUrl, UriKind.Absolute, out var url) ? $"{Kind} {url.Authority}" : Kind;

    /// <summary>Whether it can be asked.</summary>
    public bool IsConfigured => Kind switch
    {
        "bedrock" => Region is not null || BaseUrl is not null,
        "azure_openai" => ApiKey is not null && BaseUrl is not null,
        _ => ApiKey is not null || BaseUrl is not null,
    };

    /// <inheritdoc/>
    public void Check(string section)
    {
        if (string.IsNullOrWhiteSpace(Name))
            throw new SettingException($"{section}:Name", "is missing; Ai:Roles refers to providers by name.");
        if (Kind is not ("anthropic" or "openai" or "azure_openai" or "bedrock"))
            throw new SettingException($"{section}:Kind", $"'{Kind}' is not a kind of provider; use anthropic, openai, azure_openai or bedrock.");
        if (Kind == "azure_openai" && ApiKey is not null && BaseUrl is null)
            throw new SettingException($"{section}:BaseUrl", "is missing; write the resource's address, like https://NAME.openai.azure.com.");
        if (Region is { } region && !region.All(character => char.IsAsciiLetterOrDigit(character) || character == '-'))
            throw new SettingException($"{section}:Region", $"'{region}' is not a region; write it like eu-central-1.");
        if (string.IsNullOrWhiteSpace(Model))
            throw new SettingException($"{section}:Model", "is missing; write the model's id as the vendor does.");
        if (BaseUrl is { } address && !(Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
            throw new SettingException($"{section}:BaseUrl", "is not an address; write it like https://models.example.com/v1.");
    }

    private static string? Tidy(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}

/// <summary>Names of providers for each role, in order of fallback.</summary>
internal sealed class RoleOptions
{
    /// <summary>Who explains errors.</summary>
    public List<string> Diagnose { get; init; } = [];

    /// <summary>Who plans a task.</summary>
    public List<string> Plan { get; init; } = [];

    /// <summary>Who writes code.</summary>
    public List<string> Implement { get; init; } = [];

    /// <summary>Who reviews code.</summary>
    public List<string> Review { get; init; } = [];

    /// <summary>The names for a role.</summary>
    public IReadOnlyList<string> For(ModelRole role) => role switch
    {
        ModelRole.Diagnose => Diagnose,
        ModelRole.Plan => Plan,
        ModelRole.Implement => Implement,
        _ => Review,
    };
}

/// <summary>What a model is asked to be.</summary>
internal enum ModelRole
{
    /// <summary>Explains an error.</summary>
    Diagnose,

    /// <summary>Plans a task.</summary>
    Plan,

    /// <summary>Writes code.</summary>
    Implement,

    /// <summary>Reviews code.</summary>
    Review,
}

/// <summary>Prices of a model in US dollars per million tokens.</summary>
internal sealed class PriceOptions : ISettings
{
    /// <summary>The model's id without a date.</summary>
    public string Model { get; set; } = "";

    /// <summary>Fresh input.</summary>
    public decimal Input { get; set; }

    /// <summary>Input read from the provider's cache; null when it costs what fresh input costs.</summary>
    public decimal? CachedInput { get; set; }

    /// <summary>Input written to the provider's cache; null when it costs what fresh input costs.</summary>
    public decimal? CacheWrite { get; set; }

    /// <summary>Output, reasoning included.</summary>
    public decimal Output { get; set; }

    /// <summary>First day, in UTC, on which the price holds; null for always.</summary>
    public DateOnly? From { get; set; }

    /// <inheritdoc/>
    public void Check(string section)
    {
        if (string.IsNullOrWhiteSpace(Model))
            throw new SettingException($"{section}:Model", "is missing; write the model's id without its date.");
        if (Input < 0 || Output < 0 || CachedInput < 0 || CacheWrite < 0)
            throw new SettingException(section, "has a price below zero; prices are dollars per million tokens.");
    }
}

/// <summary>Limits in US dollars; null for none.</summary>
internal sealed class BudgetOptions : ISettings
{
    /// <summary>All calls of one operation.</summary>
    public decimal? PerOperation { get; set; } = 0.50m;

    /// <summary>All calls of one person in a day (UTC).</summary>
    public decimal? PerUserDay { get; set; }

    /// <summary>All calls of a calendar month (UTC).</summary>
    public decimal? Month { get; set; } = 50m;

    /// <inheritdoc/>
    public void Check(string section)
    {
        foreach (var (name, value) in new[] { (nameof(PerOperation), PerOperation), (nameof(PerUserDay), PerUserDay), (nameof(Month), Month) })
        {
            if (value is < 0 or > 1_000_000)
                throw new SettingException($"{section}:{name}", "is not between 0 and 1000000 dollars.");
        }
    }
}
