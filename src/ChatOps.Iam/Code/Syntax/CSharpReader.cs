using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ChatOps.Iam.Code.Syntax;

/// <summary>Reads C# with Roslyn's parser, whole or in parts, into the statements that all languages share. Nothing is compiled.</summary>
internal sealed partial class CSharpReader
{
    private const int MaxDepth = 120;

    private static readonly CSharpParseOptions Script = new(LanguageVersion.Preview, DocumentationMode.None, SourceCodeKind.Script);
    private static readonly CSharpParseOptions Regular = new(LanguageVersion.Preview, DocumentationMode.None);

    private readonly SyntaxTree tree;
    private int depth;

    private CSharpReader(SyntaxTree tree) => this.tree = tree;

    /// <summary>The statements of a text.</summary>
    public static IReadOnlyList<Statement> Parse(string text)
    {
        // Brackets deeper than any code has would only exhaust the parser's stack.
        if (TooDeep(text))
            return [];
        try
        {
            return Read(text.Replace('\f', '\n'));
        }
        catch (InvalidOperationException)
        {
            // Roslyn gives up on a few texts that are no C#, where it should only report them.
            return [];
        }
    }

    private static List<Statement> Read(string text)
    {
        var regular = CSharpSyntaxTree.ParseText(text, Regular);
        // A part of a file may be members or statements alone, which scripts may have at the top.
        var partial = regular.GetCompilationUnitRoot().Members.All(member => member is GlobalStatementSyntax or IncompleteMemberSyntax or FieldDeclarationSyntax or MethodDeclarationSyntax);
        var tree = partial ? CSharpSyntaxTree.ParseText(text, Script) : regular;
        return new CSharpReader(tree).Unit(tree.GetCompilationUnitRoot());
    }

    private static bool TooDeep(string text)
    {
        var (open, most) = (0, 0);
        foreach (var c in text)
        {
            open += c is '(' or '[' or '{' ? 1 : c is ')' or ']' or '}' ? -1 : 0;
            open = Math.Max(open, 0);
            most = Math.Max(most, open);
        }
        return most > 500;
    }

    private List<Statement> Unit(CompilationUnitSyntax unit)
    {
        List<Statement> statements = [];
        foreach (var import in unit.Usings)
            Using(import, statements);
        Members(unit.Members, statements);
        return statements;
    }

    private static void Using(UsingDirectiveSyntax import, List<Statement> statements)
    {
        if (import.Name is null)
            return;
        var name = import.Name.ToString();
        if (import.Alias is { } alias)
            statements.Add(new Import(alias.Name.Identifier.Text, name[..Math.Max(name.LastIndexOf('.'), 0)], name[(name.LastIndexOf('.') + 1)..]));
        else
            statements.Add(new Import(null, name, null));
    }

    private void Members(IEnumerable<MemberDeclarationSyntax> members, List<Statement> statements)
    {
        foreach (var member in members)
        {
            switch (member)
            {
                case BaseNamespaceDeclarationSyntax space:
                    foreach (var import in space.Usings)
                        Using(import, statements);
                    Members(space.Members, statements);
                    break;
                case GlobalStatementSyntax global:
                    statements.Add(Statement(global.Statement));
                    break;
                case TypeDeclarationSyntax type:
                    statements.Add(new ClassStatement(Type(type)));
                    break;
                case FieldDeclarationSyntax field:
                    foreach (var variable in field.Declaration.Variables)
                        statements.Add(new Declaration(new Pattern { Name = variable.Identifier.Text }, Of(field.Declaration.Type), variable.Initializer is { } value ? Expression(value.Value) : null));
                    break;
                case PropertyDeclarationSyntax property:
                    statements.Add(new Declaration(new Pattern { Name = property.Identifier.Text }, Of(property.Type), property.Initializer is { } initial ? Expression(initial.Value) : null));
                    break;
                case MethodDeclarationSyntax method:
                    statements.Add(new FunctionStatement(Method(method.Identifier.Text, method.ParameterList, method.ReturnType, method.Body, method.ExpressionBody)));
                    break;
            }
        }
    }

    private Class Type(TypeDeclarationSyntax type)
    {
        List<Field> fields = [];
        List<Function> methods = [];
        List<Statement> others = [];
        foreach (var parameter in type.ParameterList?.Parameters ?? [])
            fields.Add(new Field(parameter.Identifier.Text, parameter.Type is { } own ? Of(own) : null, null));
        foreach (var member in type.Members)
        {
            switch (member)
            {
                case FieldDeclarationSyntax field:
                    fields.AddRange(field.Declaration.Variables.Select(variable => new Field(variable.Identifier.Text, Of(field.Declaration.Type), variable.Initializer is { } value ? Expression(value.Value) : null)));
                    break;
                case PropertyDeclarationSyntax { ExpressionBody: { } expression } property:
                    methods.Add(new Function(property.Identifier.Text, [], [new Return(Expression(expression.Expression))]) { Receiver = "this", ReturnType = Of(property.Type), IsProperty = true });
                    break;
                case PropertyDeclarationSyntax property when property.AccessorList?.Accessors.FirstOrDefault(accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration)) is { } getter && (getter.Body is not null || getter.ExpressionBody is not null):
                    methods.Add(new Function(property.Identifier.Text, [], Body(getter.Body, getter.ExpressionBody)) { Receiver = "this", ReturnType = Of(property.Type), IsProperty = true });
                    break;
                case PropertyDeclarationSyntax property:
                    fields.Add(new Field(property.Identifier.Text, Of(property.Type), property.Initializer is { } initial ? Expression(initial.Value) : null));
                    break;
                case MethodDeclarationSyntax method:
                    methods.Add(Method(method.Identifier.Text, method.ParameterList, method.ReturnType, method.Body, method.ExpressionBody));
                    break;
                case ConstructorDeclarationSyntax constructor:
                    var made = Method("constructor", constructor.ParameterList, null, constructor.Body, constructor.ExpressionBody);
                    methods.Add(constructor.Initializer is { } initializer ? new Function("constructor", made.Parameters, [.. initializer.ArgumentList.Arguments.Select(argument => new Run(Expression(argument.Expression))), .. made.Body]) { Receiver = "this" } : made);
                    break;
                case TypeDeclarationSyntax inner:
                    others.Add(new ClassStatement(Type(inner)));
                    break;
            }
        }
        return new Class(type.Identifier.Text, [.. type.BaseList?.Types.Select(parent => Of(parent.Type)) ?? []], fields, methods) { Body = others };
    }

    private Function Method(string name, ParameterListSyntax parameters, TypeSyntax? type, BlockSyntax? block, ArrowExpressionClauseSyntax? arrow) =>
        new(name, Parameters(parameters.Parameters), Body(block, arrow)) { Receiver = "this", ReturnType = type is null ? null : Of(type), IsDeclared = block is null && arrow is null };

    private List<Parameter> Parameters(IEnumerable<ParameterSyntax> parameters) =>
        [.. parameters.Select(parameter => new Parameter(new Pattern { Name = parameter.Identifier.Text }, parameter.Type is { } type ? Of(type) : null, parameter.Default is { } value ? Expression(value.Value) : null))];

    private List<Statement> Body(BlockSyntax? block, ArrowExpressionClauseSyntax? arrow) =>
        block is not null ? Statements(block.Statements) : arrow is not null ? [new Return(Expression(arrow.Expression))] : [];

    private static TypeName Of(TypeSyntax type) => Of(type, 0);

    private static TypeName Of(TypeSyntax type, int depth) => type switch
    {
        _ when depth > 20 => new TypeName("", []),
        NullableTypeSyntax nullable => Of(nullable.ElementType, depth + 1),
        ArrayTypeSyntax array => Of(array.ElementType, depth + 1),
        RefTypeSyntax reference => Of(reference.Type, depth + 1),
        GenericNameSyntax generic => new TypeName(generic.Identifier.Text, [.. generic.TypeArgumentList.Arguments.Select(argument => Of(argument, depth + 1))]),
        QualifiedNameSyntax { Left: var left, Right: var right } => Of(right, depth + 1) is var own && Of(left, depth + 1) is var outer ? new TypeName($"{outer.Name}.{own.Name}", own.Arguments) : new TypeName("", []),
        AliasQualifiedNameSyntax alias => Of(alias.Name, depth + 1),
        IdentifierNameSyntax { Identifier.Text: "var" } => new TypeName("", []),
        IdentifierNameSyntax name => new TypeName(name.Identifier.Text, []),
        _ => new TypeName("", []),
    };

    private int Line(SyntaxNode node) => tree.GetLineSpan(node.Span).StartLinePosition.Line + 1;
}
