namespace ChatOps.Iam.Code.Syntax;

internal sealed partial class JavaScriptParser
{
    private Statement Imports()
    {
        At++;
        if (Is("type") && (Peek(1).Kind == TokenKind.Name || Peek(1).Text is "{" or "*") && !IsAt(1, "from"))
            At++;
        List<(string Local, string? Member)> names = [];
        while (At < End && !Is("from") && Current.Kind != TokenKind.String && !Is(";"))
        {
            var start = At;
            if (Skip("*"))
            {
                Skip("as");
                if (Current.Kind == TokenKind.Name)
                    names.Add((Take(), null));
            }
            else if (Opens("{"))
                names.AddRange(Inside(NamedImports));
            else if (Current.Kind == TokenKind.Name)
            {
                var local = Take();
                // import X = require('m'), import X = A.B
                if (Skip("="))
                    return new Declaration(new Pattern { Name = local }, null, Expression());
                names.Add((local, "default"));
            }
            if (!Skip(",") && At == start)
                At++;
        }
        Skip("from");
        if (Current.Kind != TokenKind.String || At >= End)
            return new Block([]);
        var module = Value(Current);
        At++;
        return new Block([.. names.Select(name => new Import(name.Local, module, name.Member))]);
    }

    private List<(string, string?)> NamedImports()
    {
        List<(string, string?)> names = [];
        while (At < End)
        {
            var start = At;
            if (Is("type") && Peek(1).Kind == TokenKind.Name && !IsAt(1, "as"))
                At++;
            if (Current.Kind is TokenKind.Name or TokenKind.String)
            {
                var member = Current.Kind == TokenKind.Name ? Current.Text! : Value(Current);
                At++;
                names.Add((Skip("as") && Current.Kind == TokenKind.Name ? Take() : member, member));
            }
            if (!Skip(",") && At == start)
                At++;
        }
        return names;
    }

    private Statement Export()
    {
        At++;
        var standard = Skip("default");
        if (Skip("="))
            return new Declaration(new Pattern { Name = "export default" }, null, Expression());
        if (Opens("{") || Is("*"))
            return ReExport();
        if (!standard || Current.Text is "function" or "class" or "async" or "abstract" or "interface")
            return standard && Current.Text is "function" or "async" && !IsAt(1, "=>") ? Named(Statement()) : new Block([]);
        return new Declaration(new Pattern { Name = "export default" }, null, Expression());
    }

    // A default export can be imported by any name.
    private static Statement Named(Statement statement) => statement is FunctionStatement { Function: var function }
        ? new Block([statement, new Declaration(new Pattern { Name = "export default" }, null, new Lambda(function))])
        : statement;

    private Block ReExport()
    {
        List<(string, string?)> names = [];
        if (Opens("{"))
            names = Inside(NamedImports);
        else
        {
            At++;
            if (Skip("as") && Current.Kind == TokenKind.Name)
                names.Add((Take(), null));
            else
                names.Add((Everything, Everything));
        }
        if (!Skip("from") || Current.Kind != TokenKind.String)
            return new Block([.. names.Where(name => name.Item2 is not null && name.Item1 != name.Item2).Select(name => new Declaration(new Pattern { Name = name.Item1 }, null, new Name(name.Item2!)))]);
        var module = Value(Current);
        At++;
        return new Block([.. names.Select(name => new Import(name.Item1 == Everything ? null : name.Item1, module, name.Item2))]);
    }

    private const string Everything = "*";

    /// <inheritdoc/>
    protected override Class ClassHere()
    {
        At++;
        var name = Current.Kind == TokenKind.Name && At < End && !Is("extends") ? Take() : "";
        if (Is("<"))
            TypeArguments();
        List<TypeName> bases = [];
        while (At < End && !Opens("{"))
        {
            var start = At;
            if (Current.Text is "extends" or "implements" or ",")
                At++;
            if (Current.Kind == TokenKind.Name && Current.Text is not ("extends" or "implements"))
                bases.Add(Type());
            if (Opens("("))
                At = After(At);
            if (At == start)
                break;
        }
        List<Field> fields = [];
        List<Function> methods = [];
        if (Opens("{") && !TooDeep)
        {
            Inside(() =>
            {
                Members(fields, methods);
                return true;
            });
        }
        else
            SkipBlock();
        return new Class(name, bases, fields, methods);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Field> ObjectType() => Inside(() =>
    {
        List<Field> fields = [];
        Members(fields, []);
        return fields;
    });

    private void Members(List<Field> fields, List<Function> methods)
    {
        while (At < End)
        {
            var start = At;
            while (Skip("@"))
                Expression();
            var getter = false;
            while (Modifiers.Contains(Current.Text ?? "") && Peek(1).Kind is TokenKind.Name or TokenKind.String || (Current.Text is "static" && IsAt(1, "{")) || (Is("*") && Peek(1).Kind == TokenKind.Name))
            {
                getter |= Is("get");
                At++;
            }
            if (Opens("{"))
                At = After(At);
            else if (Current.Kind is TokenKind.Name or TokenKind.String && At < End)
                Member(fields, methods, getter);
            if (At == start)
                At++;
        }
    }

    private void Member(List<Field> fields, List<Function> methods, bool getter)
    {
        var name = Current.Kind == TokenKind.Name ? Current.Text! : Value(Current);
        if (IsAt(1, "(") || (IsAt(1, "<") && GenericEnd(At + 1) is var end and > 0 && TokenAt(end + 1).Text == "("))
        {
            var parameters = PropertiesOf();
            var method = Method(name);
            fields.AddRange(parameters);
            methods.Add(getter ? new Function(name, [], method.Body) { Receiver = "this", ReturnType = method.ReturnType, IsProperty = true } : method);
            return;
        }
        At++;
        if (!Skip("?"))
            Skip("!");
        var type = Skip(":") ? Type() : null;
        var value = Skip("=") ? Expression() : null;
        if (!Skip(";"))
            Skip(",");
        fields.Add(new Field(name, type, value));
    }

    // constructor(private readonly s3: S3Client): parameters that are fields.
    private List<Field> PropertiesOf()
    {
        List<Field> fields = [];
        if (!Is("constructor"))
            return fields;
        var (at, end) = (At, ContentEnd(At + 1));
        for (At += 2; At < end; At++)
        {
            if (Current.Text is not ("private" or "public" or "protected" or "readonly") || Peek(1).Kind != TokenKind.Name)
                continue;
            while (Current.Text is "private" or "public" or "protected" or "readonly" or "override" && Peek(1).Kind == TokenKind.Name)
                At++;
            var name = Take();
            Skip("?");
            var type = Skip(":") ? Type() : null;
            // The parameter of the same name is its value.
            fields.Add(new Field(name, type, new Name(name)));
            At--;
        }
        At = at;
        return fields;
    }
}
