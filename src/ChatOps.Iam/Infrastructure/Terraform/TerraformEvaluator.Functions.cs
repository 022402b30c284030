using System.Globalization;
using ChatOps.Iam.Hcl;

namespace ChatOps.Iam.Infrastructure.Terraform;

internal sealed partial class TerraformEvaluator
{
    private IacValue Call(HclCall call, Scope scope)
    {
        if (call.Name is "try" or "coalesce" or "can" or "coalescelist")
            return First(call, scope);
        List<IacValue> arguments = [.. call.Arguments.Select(argument => Evaluate(argument, scope))];
        if (call.Expands && arguments is [.., IacList last])
            arguments = [.. arguments[..^1], .. last.Items];
        return Function(call.Name, arguments) ?? FileFunction(call.Name, arguments, scope.File.Path) ?? Symbolic(call, scope);
    }

    /// <summary>The first argument that is known.</summary>
    private IacValue First(HclCall call, Scope scope)
    {
        var values = call.Arguments.Select(argument => Evaluate(argument, scope)).ToList();
        return call.Name == "can" ? Symbolic(call, scope)
            : values.FirstOrDefault(value => value is not (IacText { Reference: not null } or IacScalar { Value: null } or IacText { Text: "" } or IacList { Items.Count: 0 })) ?? values.FirstOrDefault() ?? Symbolic(call, scope);
    }

    private static IacValue? Function(string name, List<IacValue> arguments) => (name, arguments) switch
    {
        ("jsonencode" or "yamlencode", [var value]) => new IacJson(value),
        ("jsondecode", [IacJson json]) => json.Inner,
        ("tostring" or "nonsensitive" or "sensitive" or "trimspace" or "chomp" or "tonumber" or "tobool", [var value]) => value,
        ("tolist" or "toset" or "tomap" or "distinct" or "sort" or "reverse" or "compact", [var value]) => value,
        ("concat" or "setunion", _) => Joined(arguments),
        ("flatten", [IacList or IacMaybe]) => new IacList([.. Flattened(arguments[0])]),
        ("merge", _) when arguments.TrueForAll(argument => argument is IacMap) => Merged(arguments),
        ("merge", _) when arguments.Exists(argument => argument is IacMap) => new IacMaybe([Merged(arguments)]),
        ("keys", [IacMap map]) => new IacList([.. map.Entries.Select(entry => new IacText(entry.Key))]),
        ("values", [IacMap map]) => new IacList([.. map.Entries.Select(entry => entry.Value)]),
        ("one", [IacList { Items: [var only] }]) => only,
        ("length", [IacList list]) => new IacScalar((double)list.Items.Count),
        ("length", [IacMap map]) => new IacScalar((double)map.Entries.Count),
        ("lookup", [IacMap map, { AsText: { } key }, ..]) => map.Member(key) ?? (arguments.Count > 2 ? arguments[2] : null),
        ("element", [IacList { Items.Count: > 0 } list, IacScalar { Value: double at }]) => list.Items[(int)Math.Abs(at) % list.Items.Count],
        ("contains", [IacList list, var wanted]) when list.Items.All(item => Known(item) is not null) && Known(wanted) is { } text => new IacScalar(list.Items.Any(item => Known(item) == text)),
        ("join", [{ AsText: { } separator }, IacList list]) when list.Items.All(item => item.AsText is not null) => new IacText(string.Join(separator, list.Items.Select(item => item.AsText))),
        ("split", [{ AsText: { } separator }, IacText { Reference: null } text]) when separator.Length > 0 => new IacList([.. text.Text.Split(separator).Select(part => new IacText(part))]),
        ("lower" or "upper" or "title", [IacText text]) when !text.Text.Contains("${", StringComparison.Ordinal) => new IacText(name switch
        {
            "lower" => text.Text.ToLowerInvariant(),
            "upper" => text.Text.ToUpperInvariant(),
            _ => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(text.Text),
        }),
        ("replace", [{ AsText: { } text }, { AsText: { Length: > 0 } from }, { AsText: { } to }]) when from[0] != '/' => new IacText(text.Replace(from, to, StringComparison.Ordinal)),
        ("trimprefix", [{ AsText: { } text }, { AsText: { } prefix }]) => new IacText(text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text),
        ("trimsuffix", [{ AsText: { } text }, { AsText: { } suffix }]) => new IacText(text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text),
        ("format", [{ AsText: { } pattern }, ..]) => Formatted(pattern, arguments[1..]),
        ("formatlist", [{ AsText: { } pattern }, IacList list]) => new IacList([.. list.Items.Select(item => Formatted(pattern, [item])).OfType<IacValue>()]),
        _ => null,
    };

    private static IacList Joined(List<IacValue> arguments) => new([.. arguments.SelectMany(argument => argument switch
    {
        IacList list => list.Items,
        IacScalar { Value: null } => [],
        // A list that only may be there: each of its items only may be there.
        IacMaybe maybe => maybe.Options.SelectMany(option => option.Each()).Select(item => (IacValue)new IacMaybe([item])),
        _ => [argument],
    })]);

    private static IEnumerable<IacValue> Flattened(IacValue value) => value switch
    {
        IacList list => list.Items.SelectMany(Flattened),
        IacMaybe maybe => maybe.Options.SelectMany(Flattened).Select(item => new IacMaybe([item])),
        _ => [value],
    };

    private static IacMap Merged(List<IacValue> arguments)
    {
        var all = new Dictionary<string, IacValue>(StringComparer.Ordinal);
        foreach (var entry in arguments.OfType<IacMap>().SelectMany(map => map.Entries))
            all[entry.Key] = entry.Value;
        return new IacMap([.. all]);
    }

    private static IacText? Formatted(string pattern, List<IacValue> arguments)
    {
        var built = new System.Text.StringBuilder();
        var next = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '%' || i + 1 == pattern.Length)
            {
                built.Append(pattern[i]);
            }
            else if (pattern[++i] == '%')
            {
                built.Append('%');
            }
            else
            {
                if (pattern[i] is not ('s' or 'd' or 'v') || next >= arguments.Count || arguments[next++].AsText is not { } text)
                    return null;
                built.Append(text);
            }
        }

        return new IacText(built.ToString());
    }

    /// <summary><c>file</c> and <c>templatefile</c>, where the file is in the repository.</summary>
    private IacValue? FileFunction(string name, List<IacValue> arguments, string from)
    {
        if (name is not ("file" or "templatefile") || arguments is not [IacText path, ..] || Find(path.Text) is not var (found, text))
            return null;
        if (name == "file")
            return new IacText(text) { At = new Place(found, 1) };
        return arguments.Count > 1 ? Rendered(text, arguments[1], found) : null;
    }

    private (string Path, string Text)? Find(string path)
    {
        var joined = Folders.Resolve(path.StartsWith(Module.Folder, StringComparison.Ordinal) || Module.Folder.Length == 0 ? "" : Module.Folder, path);
        if (joined is not null && files.TryGetValue(joined, out var text))
            return (joined, text);
        return Folders.Resolve("", path) is { } plain && files.TryGetValue(plain, out text) ? (plain, text) : null;
    }

    /// <summary>Renders a template file: its text is read as the inside of a heredoc.</summary>
    private IacValue? Rendered(string template, IacValue variables, string path)
    {
        const string Head = "t = <<CHATOPS_TEMPLATE\n";
        var text = $"{Head}{template}\nCHATOPS_TEMPLATE\n";
        if (HclFile.Parse(text).Body?.Find("t") is not { } expression)
            return null;
        var scope = Scope.Of(new TerraformFile(path, text, new HclBody(default, [], [])));
        foreach (var entry in (variables as IacMap)?.Entries ?? [])
            scope = scope.With(entry.Key, entry.Value);
        var value = Evaluate(expression, scope);
        return value is IacText rendered ? rendered with { At = new Place(path, 1) } : value;
    }
}
