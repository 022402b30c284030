namespace ChatOps.Iam.Code.Syntax;

internal sealed partial class GoParser
{
    private Block Imports()
    {
        At++;
        if (Opens("("))
            return new Block(Inside(ImportSpecs));
        return new Block(ImportSpecs(1));
    }

    private List<Statement> ImportSpecs() => ImportSpecs(int.MaxValue);

    private List<Statement> ImportSpecs(int most)
    {
        List<Statement> imports = [];
        while (At < End && imports.Count < most)
        {
            var alias = Current.Kind == TokenKind.Name || Is(".") ? Take() : null;
            if (Current.Kind == TokenKind.String && At < End)
            {
                var module = Value(Current);
                At++;
                imports.Add(new Import(alias ?? PackageName(module), module, null));
            }
            else if (most == 1)
                break;
            else
                At += Current.Kind == TokenKind.Name ? 0 : 1;
        }
        return imports;
    }

    // ".../service/sns" is sns; a version at the end ("/v2") is not the name.
    private static string PackageName(string module)
    {
        var parts = module.Split('/');
        var last = parts[^1];
        return parts.Length > 1 && last.Length > 1 && last[0] == 'v' && last.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0 ? parts[^2] : last;
    }

    private Block Types()
    {
        At++;
        if (Opens("("))
            return new Block(Inside(() =>
            {
                List<Statement> types = [];
                while (At < End)
                {
                    var start = At;
                    types.Add(TypeSpec());
                    if (At == start)
                        At++;
                }
                return types;
            }));
        return new Block([TypeSpec()]);
    }

    private Statement TypeSpec()
    {
        if (Current.Kind != TokenKind.Name || At >= End)
            return new Block([]);
        var name = Take();
        if (Opens("[") && !IsAt(1, "]"))
            At = After(At);
        Skip("=");
        if (Is("struct") && IsAt(1, "{"))
        {
            At++;
            return new ClassStatement(new Class(name, [], TooDeep ? [] : Inside(StructFields), []));
        }
        if (Is("interface") && IsAt(1, "{"))
        {
            At++;
            return new ClassStatement(TooDeep ? new Class(name, [], [], []) : Inside(() => Interface(name)));
        }
        if (Is("func"))
        {
            At++;
            Signature();
            return new Block([]);
        }
        return new ClassStatement(new Class(name, [Type()], [], []));
    }

    // Methods with their results, and the interfaces that it embeds.
    private Class Interface(string name)
    {
        List<TypeName> bases = [];
        List<Function> methods = [];
        while (At < End)
        {
            var start = At;
            if (Current.Kind == TokenKind.Name && IsAt(1, "("))
            {
                var method = Take();
                var (parameters, returns) = Signature();
                methods.Add(new Function(method, parameters, []) { Receiver = "", ReturnType = returns, IsDeclared = true });
            }
            else if (Current.Kind == TokenKind.Name)
                bases.Add(Type());
            if (At == start)
                At++;
        }
        return new Class(name, bases, [], methods);
    }

    private List<Field> StructFields()
    {
        List<Field> fields = [];
        while (At < End)
        {
            var start = At;
            List<string> names = [];
            while (Current.Kind == TokenKind.Name && At < End && (IsAt(1, ",") || (Peek(1).Kind == TokenKind.Name && !Peek(1).First) || (Peek(1).Text is "*" or "[" or "(" && !Peek(1).First)))
            {
                names.Add(Take());
                if (!Skip(","))
                    break;
            }
            if (Is("func"))
            {
                At++;
                Signature();
            }
            else
            {
                var type = FieldType();
                if (names.Count == 0 && type.Last.Length > 0)
                    names.Add(type.Last);
                fields.AddRange(names.Select(name => new Field(name, type, null)));
            }
            while (At < End && !Current.First && At > start)
                At = Opens("{") || Opens("(") ? After(At) : At + 1;
            if (At == start)
                At++;
        }
        return fields;
    }

    private TypeName FieldType()
    {
        // map[K]V: of what it holds.
        if (Is("map") || Is("chan"))
            At++;
        if (Is("interface") || Is("struct"))
        {
            At++;
            if (Opens("{"))
                At = After(At);
            return new TypeName("", []);
        }
        return Type();
    }

    private Block Variables()
    {
        At++;
        if (!Opens("("))
            return new Block([Variable()]);
        return new Block(Inside(() =>
        {
            List<Statement> variables = [];
            while (At < End)
            {
                var start = At;
                variables.Add(Variable());
                if (At == start)
                    At++;
            }
            return variables;
        }));
    }

    private Declaration Variable()
    {
        List<(string?, Pattern)> names = [];
        while (Current.Kind == TokenKind.Name && At < End)
        {
            names.Add((null, new Pattern { Name = Take() }));
            if (!Skip(","))
                break;
        }
        TypeName? type = null;
        if (!Is("=") && !Current.First && At < End)
            type = Is("func") ? FunctionType() : FieldType();
        var value = Is("=") && !Current.First && Skip("=") ? Values() : null;
        return new Declaration(names.Count == 1 ? names[0].Item2 : new Pattern { Parts = names }, type, value);
    }

    private TypeName FunctionType()
    {
        At++;
        Signature();
        return new TypeName("func", []);
    }

    /// <inheritdoc/>
    protected override Function FunctionHere()
    {
        At++;
        string? receiver = null, receiverType = null;
        if (Opens("(") && Peek(After(At) - At).Kind == TokenKind.Name && IsAt(After(At) - At + 1, "("))
        {
            var parameters = Parameters();
            if (parameters is [var own, ..])
                (receiver, receiverType) = own.Type is null || own.Type.Name.Length == 0 ? ("", own.Pattern.Name) : (own.Pattern.Name, own.Type.Name);
        }
        var name = Current.Kind == TokenKind.Name && At < End ? Take() : "";
        if (Opens("["))
            At = After(At);
        var (own2, returns) = Signature();
        return new Function(name, own2, Opens("{") ? Body() : []) { Receiver = receiver, ReceiverType = receiverType, ReturnType = returns };
    }

    // (parameters) results
    private (List<Parameter> Parameters, TypeName? Returns) Signature()
    {
        var parameters = Opens("(") ? Parameters() : [];
        TypeName? returns = null;
        if (Opens("("))
        {
            var results = Parameters();
            returns = results.Count > 0 ? results[0].Type is { Name.Length: > 0 } type ? type : new TypeName(results[0].Pattern.Name ?? "", []) : null;
        }
        else if (!Opens("{") && !Current.First && At < End && (Current.Kind == TokenKind.Name || Current.Text is "*" or "["))
            returns = Is("func") ? FunctionType() : FieldType();
        return (parameters, returns);
    }

    /// <inheritdoc/>
    protected override List<Parameter> Parameters() => Inside(() =>
    {
        List<(string? Name, TypeName? Type)> read = [];
        while (At < End)
        {
            var start = At;
            string? name = null;
            TypeName? type = null;
            if (Current.Kind == TokenKind.Name && !Is("func") && !Is("map") && !Is("chan") && !Is("interface") && !IsAt(1, "."))
            {
                name = Take();
                if (Opens("[") && ContentEnd(At) > At + 1)
                    At = After(At);
            }
            Skip("...");
            if (!Is(",") && At < End)
                type = Is("func") ? FunctionType() : FieldType();
            if (At > start)
                read.Add((name, type));
            if (!Skip(",") && At == start)
                At++;
        }
        // a, b T: a name without type has the next one's.
        List<Parameter> parameters = [];
        TypeName? next = null;
        for (var i = read.Count - 1; i >= 0; i--)
        {
            next = read[i].Type ?? next;
            parameters.Add(new Parameter(new Pattern { Name = read[i].Name }, read[i].Name is null ? read[i].Type : next, null));
        }
        parameters.Reverse();
        return parameters;
    });

    /// <inheritdoc/>
    protected override Class ClassHere() => new("", [], [], []);
}
