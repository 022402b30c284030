using System.Text;

namespace ChatOps.Iam.Infrastructure.Templates;

/// <summary>Evaluates CloudFormation's functions as far as a template says; the rest stays a reference.</summary>
internal sealed class TemplateFunctions(string prefix, IReadOnlyDictionary<string, string> parameters)
{
    private const int MaxDepth = 60;

    /// <summary>The value with its functions evaluated.</summary>
    public IacValue Resolve(IacValue value, int depth = 0) => depth > MaxDepth ? value : value switch
    {
        IacMap { Entries: [var (name, argument)] } when name is "Ref" || name.StartsWith("Fn::", StringComparison.Ordinal) => Function(name, argument, depth + 1) with { At = value.At },
        IacMap map => map with { Entries = [.. map.Entries.Select(entry => new KeyValuePair<string, IacValue>(entry.Key, Resolve(entry.Value, depth + 1)))] },
        IacList list => list with { Items = [.. list.Items.Select(item => Resolve(item, depth + 1))] },
        _ => value,
    };

    private IacValue Function(string name, IacValue argument, int depth)
    {
        var value = name is "Fn::Sub" ? argument : Resolve(argument, depth);
        switch (name, value)
        {
            case ("Ref", { AsText: "AWS::NoValue" }):
                return new IacScalar(null);
            case ("Ref", { AsText: { } id }):
                return new IacText(Reference(id));
            case ("Fn::GetAtt", IacText { Text: var path }):
                return new IacText(Reference(path));
            case ("Fn::GetAtt", IacList { Items: [{ AsText: { } id }, { AsText: { } attribute }] }):
                return new IacText(Reference($"{id}.{attribute}"));
            case ("Fn::Sub", IacText text):
                return new IacText(Substitute(text.Text, null));
            case ("Fn::Sub", IacList { Items: [IacText text, IacMap map] }):
                return new IacText(Substitute(text.Text, (IacMap)Resolve(map, depth)));
            case ("Fn::Join", IacList { Items: [{ AsText: { } separator }, IacList parts] }) when parts.Items.All(part => part.AsText is not null):
                return new IacText(string.Join(separator, parts.Items.Select(part => part.AsText)));
            case ("Fn::If", IacList { Items: [_, var then, var otherwise] }):
                return new IacMaybe([.. ((IacValue[])[then, otherwise]).Where(option => option is not IacScalar { Value: null })]);
            case ("Fn::Select", IacList { Items: [{ AsText: { } index }, IacList list] }) when int.TryParse(index, out var at) && at >= 0 && at < list.Items.Count:
                return list.Items[at];
            default:
                return IacText.Of(prefix + name.Replace(':', ';'));
        }
    }

    private string Reference(string name) =>
        name.StartsWith("AWS::", StringComparison.Ordinal) ? "${" + name + "}" : parameters.GetValueOrDefault(name) ?? "${" + prefix + name + "}";

    private string Substitute(string text, IacMap? map)
    {
        var built = new StringBuilder();
        var at = 0;
        while (text.IndexOf("${", at, StringComparison.Ordinal) is var open and >= 0 && text.IndexOf('}', open) is var close and > 0)
        {
            built.Append(text, at, open - at);
            var name = text[(open + 2)..close].Trim();
            // ${!x} is the text ${x} itself: a variable of IAM's.
            if (name.StartsWith('!'))
                built.Append("${").Append(name.AsSpan(1)).Append('}');
            else
                built.Append(map?.Member(name)?.AsText ?? Reference(name));
            at = close + 1;
        }

        return built.Append(text, at, text.Length - at).ToString();
    }
}
