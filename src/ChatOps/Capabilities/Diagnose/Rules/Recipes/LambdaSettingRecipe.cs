using System.Globalization;
using ChatOps.Capabilities.Diagnose.Rules.Infrastructure;

namespace ChatOps.Capabilities.Diagnose.Rules.Recipes;

/// <summary>Raises one number of the Lambda function that runs the leading file.</summary>
internal abstract class LambdaSettingRecipe : IFixRecipe
{
    public abstract string Name { get; }

    public RecipeResult Apply(RecipeInput input)
    {
        if (input.LeadingFile is not { } file)
            return RecipeResult.None("Which function it was is not known, so no template was changed.");
        var functions = LambdaFunctions.Running(file, input.Repository);
        return functions switch
        {
            [] => RecipeResult.None($"No template of this repository declares a function with its handler in {file}; change the setting where it is deployed from."),
            [var function] => Change(function, input),
            _ => RecipeResult.None($"Several functions run {file} ({string.Join(", ", functions.Take(4).Select(function => $"{function.Name} in {function.Path}:{function.Line}"))}), so none was changed."),
        };
    }

    /// <summary>What the setting is called in this kind of template.</summary>
    protected abstract string Setting(SettingWords words);

    /// <summary>What holds when the template does not say.</summary>
    protected abstract int Default(SettingWords words);

    /// <summary>The new value, or why there is none.</summary>
    protected abstract (int? Value, string Sentence) Decide(int current, LambdaFunction function, RecipeInput input);

    private RecipeResult Change(LambdaFunction function, RecipeInput input)
    {
        var setting = Setting(function.Words);
        var written = function.Settings.Read(setting);
        var place = $"{function.Path}:{function.Settings.LineOf(setting) ?? function.Line}";
        var current = Default(function.Words);
        if (function.Settings.LineOf(setting) is not null && !int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out current))
            return RecipeResult.None($"The setting {setting} at {place} is not a plain number ({written ?? "an expression"}); change it where its value comes from.");
        var (value, sentence) = Decide(current, function, input);
        if (value is not { } number)
            return RecipeResult.None(sentence);
        return function.Settings.With(setting, number.ToString(CultureInfo.InvariantCulture)) is { } text && TemplateCheck.Reads(function.Path, text)
            ? RecipeResult.Change(function.Path, text, $"The change sets {setting} of {function.Name} from {current}{(written is null ? " (the default)" : "")} to {number} at {place}. {sentence}".TrimEnd())
            : RecipeResult.None($"Set {setting} of {function.Name} to {number} at {place}; its form is not one that is edited mechanically.");
    }
}
