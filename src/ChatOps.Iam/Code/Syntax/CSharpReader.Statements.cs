using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ChatOps.Iam.Code.Syntax;

internal sealed partial class CSharpReader
{
    private List<Statement> Statements(IEnumerable<StatementSyntax> statements) => [.. statements.Select(Statement)];

    private List<Statement> Nested(StatementSyntax statement) => statement is BlockSyntax block ? Statements(block.Statements) : [Statement(statement)];

    private Statement Statement(StatementSyntax statement)
    {
        if (depth > MaxDepth)
            return new Block([]);
        depth++;
        var read = statement switch
        {
            BlockSyntax block => new Block(Statements(block.Statements)),
            LocalDeclarationStatementSyntax local => Variables(local.Declaration),
            ExpressionStatementSyntax expression => Run(expression.Expression),
            ReturnStatementSyntax { Expression: { } value } => new Return(Expression(value)),
            YieldStatementSyntax { Expression: { } value } => new Return(Expression(value)),
            ThrowStatementSyntax { Expression: { } value } => Run(value),
            IfStatementSyntax condition => If(condition),
            ForEachStatementSyntax each => new Block([new Declaration(new Pattern { Name = each.Identifier.Text }, Of(each.Type), null), new Loop(new Pattern { Name = each.Identifier.Text }, Expression(each.Expression), Nested(each.Statement))]),
            ForEachVariableStatementSyntax each => new Block([Run(each.Expression), new Branches([Nested(each.Statement)], false)]),
            ForStatementSyntax loop => new Block([.. loop.Declaration is { } declaration ? [Variables(declaration)] : (Statement[])[], .. loop.Condition is { } condition ? [Run(condition)] : (Statement[])[], new Branches([Nested(loop.Statement)], false)]),
            WhileStatementSyntax loop => new Block([Run(loop.Condition), new Branches([Nested(loop.Statement)], false)]),
            DoStatementSyntax loop => new Block([.. Nested(loop.Statement), Run(loop.Condition)]),
            UsingStatementSyntax resource => new Block([.. resource.Declaration is { } declared ? [Variables(declared)] : (Statement[])[], .. resource.Expression is { } made ? [Run(made)] : (Statement[])[], .. Nested(resource.Statement)]),
            LockStatementSyntax locked => new Block(Nested(locked.Statement)),
            CheckedStatementSyntax check => new Block(Nested(check.Block)),
            TryStatementSyntax attempt => new Block([.. Statements(attempt.Block.Statements), .. attempt.Catches.Select(handler => new Branches([Statements(handler.Block.Statements)], false)), .. attempt.Finally is { } last ? Statements(last.Block.Statements) : []]),
            SwitchStatementSyntax choice => new Block([Run(choice.Expression), new Branches([.. choice.Sections.Select(section => Statements(section.Statements))], false)]),
            LocalFunctionStatementSyntax function => new FunctionStatement(Method(function.Identifier.Text, function.ParameterList, function.ReturnType, function.Body, function.ExpressionBody)),
            LabeledStatementSyntax labelled => Statement(labelled.Statement),
            _ => new Block([]),
        };
        depth--;
        return read;
    }

    private Run Run(ExpressionSyntax expression) => new(Expression(expression));

    private Block Variables(VariableDeclarationSyntax declaration) =>
        new([.. declaration.Variables.Select(variable => new Declaration(new Pattern { Name = variable.Identifier.Text }, Of(declaration.Type), variable.Initializer is { } value ? Initial(declaration.Type, value.Value) : null))]);

    // Type x = new() {…}
    private Expression Initial(TypeSyntax type, ExpressionSyntax value) => value is ImplicitObjectCreationExpressionSyntax created
        ? new Creation(Of(type), Arguments(created.ArgumentList), created.Initializer is { } members ? Members(members) : null) { Line = Line(created) }
        : Expression(value);

    private Block If(IfStatementSyntax condition)
    {
        List<IReadOnlyList<Statement>> bodies = [];
        List<Statement> statements = [];
        var exhaustive = false;
        for (var current = condition; ;)
        {
            statements.Add(Run(current.Condition));
            bodies.Add(Nested(current.Statement));
            if (current.Else is null)
                break;
            if (current.Else.Statement is IfStatementSyntax next)
            {
                current = next;
                continue;
            }
            exhaustive = true;
            bodies.Add(Nested(current.Else.Statement));
            break;
        }
        return new Block([.. statements, new Branches(bodies, exhaustive)]);
    }
}
