using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ChatOps.Iam.Code.Syntax;

internal sealed partial class CSharpReader
{
    private Expression Expression(ExpressionSyntax syntax)
    {
        if (depth > MaxDepth)
            return Group.Empty;
        depth++;
        var line = Line(syntax);
        Expression read = syntax switch
        {
            IdentifierNameSyntax name => new Name(name.Identifier.Text) { Line = line },
            GenericNameSyntax generic => new Name(generic.Identifier.Text) { Line = line },
            ThisExpressionSyntax => new Name("this") { Line = line },
            LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) => new Text(literal.Token.ValueText.Length > 2048 ? "" : literal.Token.ValueText) { Line = line },
            InterpolatedStringExpressionSyntax text => new Join([.. text.Contents.Select(part => part is InterpolationSyntax hole ? Expression(hole.Expression) : new Text(((InterpolatedStringTextSyntax)part).TextToken.ValueText))]) { Line = line },
            MemberAccessExpressionSyntax member => new Member(Expression(member.Expression), member.Name.Identifier.Text) { Line = Line(member.Name) },
            ConditionalAccessExpressionSyntax access => Conditional(access),
            InvocationExpressionSyntax call => Call(call, line),
            ElementAccessExpressionSyntax element => new Element(Expression(element.Expression), element.ArgumentList.Arguments is [var only] ? Expression(only.Expression) : Group.Empty) { Line = line },
            ObjectCreationExpressionSyntax created => new Creation(Of(created.Type), Arguments(created.ArgumentList), created.Initializer is { } members ? Members(members) : null) { Line = line },
            ImplicitObjectCreationExpressionSyntax created => created.Initializer is { } members ? Members(members) : new Group([.. Arguments(created.ArgumentList).Select(argument => argument.Value)]) { Line = line },
            AnonymousObjectCreationExpressionSyntax made => new Record([.. made.Initializers.Select(part => (part.NameEquals?.Name.Identifier.Text ?? "*", Expression(part.Expression)))!]) { Line = line },
            ArrayCreationExpressionSyntax { Initializer: { } items } => new Items([.. items.Expressions.Select(Expression)]) { Line = line },
            ImplicitArrayCreationExpressionSyntax array => new Items([.. array.Initializer.Expressions.Select(Expression)]) { Line = line },
            InitializerExpressionSyntax items => Members(items),
            CollectionExpressionSyntax items => new Items([.. items.Elements.Select(element => element is ExpressionElementSyntax one ? Expression(one.Expression) : element is SpreadElementSyntax spread ? Expression(spread.Expression) : Group.Empty)]) { Line = line },
            TupleExpressionSyntax tuple => new Items([.. tuple.Arguments.Select(argument => Expression(argument.Expression))]) { Line = line },
            ParenthesizedExpressionSyntax inner => Expression(inner.Expression),
            AwaitExpressionSyntax awaited => Expression(awaited.Expression),
            CheckedExpressionSyntax check => Expression(check.Expression),
            RefExpressionSyntax reference => Expression(reference.Expression),
            PostfixUnaryExpressionSyntax postfix when postfix.IsKind(SyntaxKind.SuppressNullableWarningExpression) => Expression(postfix.Operand),
            CastExpressionSyntax cast => new Cast(Of(cast.Type), Expression(cast.Expression)) { Line = line },
            AssignmentExpressionSyntax assignment => new Assignment(Expression(assignment.Left), Expression(assignment.Right)) { Line = line },
            BinaryExpressionSyntax binary => Binary(binary, line),
            ConditionalExpressionSyntax choice => new Ternary(Expression(choice.Condition), new Choice([Expression(choice.WhenTrue), Expression(choice.WhenFalse)]) { Line = line }) { Line = line },
            SwitchExpressionSyntax choice => new Choice([.. choice.Arms.Select(arm => Expression(arm.Expression))]) { Line = line },
            WithExpressionSyntax with => Expression(with.Expression),
            SimpleLambdaExpressionSyntax lambda => new Lambda(new Function("", Parameters([lambda.Parameter]), Lambda(lambda.Body))) { Line = line },
            ParenthesizedLambdaExpressionSyntax lambda => new Lambda(new Function("", Parameters(lambda.ParameterList.Parameters), Lambda(lambda.Body))) { Line = line },
            AnonymousMethodExpressionSyntax lambda => new Lambda(new Function("", Parameters(lambda.ParameterList?.Parameters ?? []), Lambda(lambda.Block))) { Line = line },
            QueryExpressionSyntax query => new Group([.. query.DescendantNodes(node => node is not ExpressionSyntax || node == query).OfType<ExpressionSyntax>().Where(node => node != query).Select(Expression)]) { Line = line },
            DeclarationExpressionSyntax or PredefinedTypeSyntax or TypeOfExpressionSyntax => Group.Empty,
            _ => new Group([.. syntax.ChildNodes().OfType<ExpressionSyntax>().Select(Expression)]) { Line = line },
        };
        depth--;
        return read;
    }

    private List<Statement> Lambda(SyntaxNode body) => body is BlockSyntax block ? Statements(block.Statements) : body is ExpressionSyntax expression ? [new Return(Expression(expression))] : [];

    private Call Call(InvocationExpressionSyntax call, int line)
    {
        var types = call.Expression switch
        {
            MemberAccessExpressionSyntax { Name: GenericNameSyntax generic } => generic.TypeArgumentList.Arguments,
            GenericNameSyntax generic => generic.TypeArgumentList.Arguments,
            _ => default,
        };
        return new Call(Expression(call.Expression), Arguments(call.ArgumentList)) { Line = line, Types = [.. types.Select(type => Of(type))] };
    }

    // a?.B(c)
    private Expression Conditional(ConditionalAccessExpressionSyntax access)
    {
        var outer = receiver;
        receiver = Expression(access.Expression);
        var value = WhenNotNull(access.WhenNotNull);
        receiver = outer;
        return value;
    }

    private Expression? receiver;

    private Expression WhenNotNull(ExpressionSyntax syntax) => syntax switch
    {
        MemberBindingExpressionSyntax member => new Member(receiver ?? Group.Empty, member.Name.Identifier.Text) { Line = Line(member.Name) },
        MemberAccessExpressionSyntax member => new Member(WhenNotNull(member.Expression), member.Name.Identifier.Text) { Line = Line(member.Name) },
        InvocationExpressionSyntax call => new Call(WhenNotNull(call.Expression), Arguments(call.ArgumentList)) { Line = Line(call) },
        ConditionalAccessExpressionSyntax access => Conditional(access),
        _ => Expression(syntax),
    };

    private List<Argument> Arguments(ArgumentListSyntax? list) => list is null ? [] : [.. list.Arguments.Select(argument => new Argument(argument.NameColon?.Name.Identifier.Text, Expression(argument.Expression)))];

    // { A = 1, ["k"] = 2, { "k", 3 }, 4 }
    private Record Members(InitializerExpressionSyntax initializer) => new([.. initializer.Expressions.Select(part => part switch
    {
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax name, Right: var value } => (name.Identifier.Text, Expression(value)),
        AssignmentExpressionSyntax { Left: ImplicitElementAccessSyntax { ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax key }] }, Right: var value } => (key.Token.ValueText, Expression(value)),
        AssignmentExpressionSyntax { Right: var value } => ("*", Expression(value)),
        InitializerExpressionSyntax { Expressions: [LiteralExpressionSyntax key, var value] } => (key.Token.ValueText, Expression(value)),
        InitializerExpressionSyntax { Expressions: [_, var value] } => ("*", Expression(value)),
        _ => ("*", Expression(part)),
    })!]) { Line = Line(initializer) };

    private Expression Binary(BinaryExpressionSyntax binary, int line)
    {
        // A long sum nests to the left: it is followed by a loop, not by recursion.
        List<ExpressionSyntax> parts = [];
        var kind = binary.Kind();
        ExpressionSyntax left = binary;
        while (left is BinaryExpressionSyntax next && next.IsKind(kind))
        {
            parts.Add(next.Right);
            left = next.Left;
        }
        parts.Add(left);
        parts.Reverse();
        return kind switch
        {
            SyntaxKind.AddExpression => new Join([.. parts.Select(Expression)]) { Line = line },
            SyntaxKind.CoalesceExpression => new Choice([.. parts.Select(Expression)]) { Line = line },
            SyntaxKind.AsExpression when parts is [var value, TypeSyntax type] => new Cast(Of(type), Expression(value)) { Line = line },
            _ => new Group([.. parts.Select(Expression)]) { Line = line },
        };
    }
}
