using System.Text.Json;

namespace ChatOps.Capabilities.Diagnose.Knowledge;

/// <summary>Holds an entry to the rules for entries.</summary>
internal static class SignatureCheck
{
    private static readonly string[] Languages = ["python", "java", "javascript", "go", "dotnet", "ruby", "php", "rust"];

    /// <summary>What is wrong, as half a sentence; null when nothing is.</summary>
    public static string? WhatIsWrong(RawSignature raw, IReadOnlySet<string> recipes)
    {
        foreach (var key in (string[])["id", "category", "cause", "advice", "example", "near_miss"])
        {
            if (string.IsNullOrWhiteSpace(raw.One(key)))
                return $"{key} is missing";
        }
        var id = raw.One("id")!;
        if (id.Length > 80 || id.Any(c => !(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')))
            return $"the id {id} may have only small letters, digits and hyphens, at most 80";
        if (raw.Patterns.Count == 0)
            return $"{id} has no pattern";
        if (CategoryOf(raw.One("category")) is null)
            return $"{id} has the unknown category {raw.One("category")}; the categories are {string.Join(", ", Enum.GetValues<Category>().Select(NameOf))}";
        if (raw.Weight is null)
            return $"{id} has a weight that is not a number above 0 and up to 1";
        if (raw.One("recipe") is { } recipe && !recipes.Contains(recipe))
            return $"{id} names the unknown recipe {recipe}; the recipes are {string.Join(", ", recipes.Order(StringComparer.Ordinal))}";
        if (raw.All("languages").FirstOrDefault(language => !Languages.Contains(language)) is { } unknown)
            return $"{id} names the unknown language {unknown}; the languages are {string.Join(", ", Languages)}";
        return null;
    }

    /// <summary>What is wrong with its patterns and examples, as half a sentence; null when nothing is.</summary>
    public static string? WhatIsWrongWithPatterns(RawSignature raw) =>
        raw.Patterns.Concat(raw.All("unless")).Select(KnowledgeEntry.WhyUnusable).FirstOrDefault(reason => reason is not null) ?? Examples(raw, raw.One("id")!);

    /// <summary>The category of its name in REST (<c>null_reference</c>); null when there is none of that name.</summary>
    public static Category? CategoryOf(string? name) => Enum.GetValues<Category>().Cast<Category?>().FirstOrDefault(category => NameOf(category!.Value) == name);

    private static string NameOf(Category category) => JsonNamingPolicy.SnakeCaseLower.ConvertName(category.ToString());

    private static string? Examples(RawSignature raw, string id)
    {
        var entry = raw.ToEntry("", 0);
        return !entry.Matches(entry.Example) ? $"the example of {id} does not match its pattern"
            : entry.Matches(entry.NearMiss) ? $"the near_miss of {id} matches its pattern" : null;
    }
}
