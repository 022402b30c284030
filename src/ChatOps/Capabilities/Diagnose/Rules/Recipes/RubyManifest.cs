using System.Text.RegularExpressions;

namespace ChatOps.Capabilities.Diagnose.Rules.Recipes;

/// <summary>Adds a gem to the Gemfile when its neighbours carry no versions.</summary>
internal static partial class RubyManifest
{
    public static RecipeResult Add(RecipeInput input, string module)
    {
        if (Distributions.OfRuby(module.Split('/')[0]) is not { } gem)
            return RecipeResult.None($"Which gem brings {module} is not certain, so the Gemfile was not changed.");
        if (Manifest.Nearest(input.LeadingFile, input.Repository, "Gemfile") is not { } path || input.Repository.ReadText(path) is not { } text)
            return RecipeResult.None($"No Gemfile was found; add {gem} where the gems are declared.");
        var gems = Gem().Matches(text);
        if (gems.Any(match => match.Groups["name"].Value == gem))
            return RecipeResult.None($"{path} already declares {gem}; it is in a group that is left out, or the program runs without `bundle exec`.");
        if (gems.LastOrDefault(match => match.Groups["indent"].Length == 0) is not { } last || gems.All(match => match.Groups["version"].Success))
            return RecipeResult.None($"Add {gem} to {path} with `bundle add {gem}`, which chooses the version.");
        var at = last.Index + last.Length;
        var quote = last.Groups["quote"].Value;
        return RecipeResult.Change(path, text.Insert(at, $"{Manifest.Newline(text)}gem {quote}{gem}{quote}"), $"The change adds {gem} to {path}; run `bundle install` to update Gemfile.lock.");
    }

    [GeneratedRegex("""^(?<indent>[ \t]*)gem[ \t(]*(?<quote>["'])(?<name>[\w-]+)["'](?<version>[ \t]*,[ \t]*["'][^"'\r\n]*["'])?[^\r\n]*""", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Gem();
}
