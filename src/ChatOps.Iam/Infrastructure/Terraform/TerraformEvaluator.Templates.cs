using System.Text;
using ChatOps.Iam.Hcl;

namespace ChatOps.Iam.Infrastructure.Terraform;

internal sealed partial class TerraformEvaluator
{
    private IacValue EvaluateTemplate(HclTemplate template, Scope scope)
    {
        var built = new StringBuilder();
        var uncertain = false;
        Append(template.Parts, scope, built, ref uncertain);
        IacValue text = new IacText(built.ToString()) { At = scope.File.At(template.Span.Start + (template.IsHeredoc ? scope.File.Text.AsSpan(template.Span.Start).IndexOf('\n') + 1 : 0)) };
        return uncertain ? new IacMaybe([text]) { At = text.At } : text;
    }

    private void Append(IReadOnlyList<HclExpression> parts, Scope scope, StringBuilder built, ref bool uncertain)
    {
        foreach (var part in parts)
        {
            switch (part)
            {
                case HclLiteral { Value: string literal }:
                    built.Append(literal);
                    break;
                case HclConditional { Then: HclTemplate then, Else: HclTemplate otherwise } choice when choice.Span == then.Span:
                    var condition = Evaluate(choice.Condition, scope);
                    uncertain |= condition is not IacScalar { Value: bool };
                    Append((condition is IacScalar { Value: false } ? otherwise : then).Parts, scope, built, ref uncertain);
                    break;
                case HclTemplateFor { Loop: { Value: HclTemplate body } loop }:
                    AppendLoop(loop, body, scope, built, ref uncertain);
                    break;
                default:
                    built.Append(Inserted(Evaluate(part, scope), part, scope));
                    break;
            }
        }
    }

    private void AppendLoop(HclFor loop, HclTemplate body, Scope scope, StringBuilder built, ref bool uncertain)
    {
        var (elements, certain) = Elements(Evaluate(loop.Collection, scope));
        uncertain |= elements is null || !certain;
        foreach (var (key, value) in (elements ?? [(IacText.Of("key"), IacText.Of(loop.ValueName))]).Take(MaxLoop))
        {
            var inner = scope.With(loop.ValueName, value);
            Append(body.Parts, loop.KeyName is null ? inner : inner.With(loop.KeyName, key), built, ref uncertain);
        }
    }

    private string Inserted(IacValue value, HclExpression part, Scope scope) => value switch
    {
        IacJson json => IacWriter.Json(json.Inner),
        IacMaybe { Options: [var only] } => Inserted(only, part, scope),
        _ => value.AsText ?? Symbolic(part, scope).Text,
    };
}
