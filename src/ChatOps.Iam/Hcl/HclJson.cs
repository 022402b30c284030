using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ChatOps.Iam.Hcl;

/// <summary>Writes a parsed file in the shape that the hcl2json tools agree on: blocks are lists under their type and labels, expressions stay text as <c>${…}</c>.</summary>
internal sealed class HclJson(string text)
{
    /// <summary>Writes the file's body as one JSON object.</summary>
    public static void Write(HclFile file, Utf8JsonWriter writer) => new HclJson(file.Text).WriteBody(file.Body!, writer);

    private void WriteBody(HclBody body, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteBlocks(body.Blocks.Select(block => (block, Names: (string[])[block.Type, .. block.Labels])).ToList(), 0, writer);
        foreach (var attribute in body.Attributes)
        {
            writer.WritePropertyName(attribute.Name);
            WriteValue(attribute.Value, writer);
        }

        writer.WriteEndObject();
    }

    private void WriteBlocks(List<(HclBlock Block, string[] Names)> blocks, int level, Utf8JsonWriter writer)
    {
        foreach (var group in blocks.GroupBy(pair => pair.Names[level]))
        {
            writer.WritePropertyName(group.Key);
            var ending = group.Where(pair => pair.Names.Length == level + 1).ToList();
            if (ending.Count > 0)
            {
                writer.WriteStartArray();
                foreach (var (block, _) in ending)
                    WriteBody(block.Body, writer);
                writer.WriteEndArray();
                continue;
            }

            writer.WriteStartObject();
            WriteBlocks([.. group], level + 1, writer);
            writer.WriteEndObject();
        }
    }

    private void WriteValue(HclExpression expression, Utf8JsonWriter writer)
    {
        switch (expression)
        {
            case HclLiteral literal:
                WriteLiteral(literal.Value, writer);
                break;
            case HclUnary { Operand: HclLiteral { Value: double number }, Operator: '-' }:
                WriteLiteral(-number, writer);
                break;
            case HclUnary { Operand: HclLiteral { Value: bool truth }, Operator: '!' }:
                writer.WriteBooleanValue(!truth);
                break;
            case HclTemplate template:
                writer.WriteStringValue(TemplateText(template));
                break;
            case HclTemplateWrap wrap:
                WriteValue(wrap.Inner, writer);
                break;
            case HclTuple tuple:
                writer.WriteStartArray();
                foreach (var item in tuple.Items)
                    WriteValue(item, writer);
                writer.WriteEndArray();
                break;
            case HclObject items:
                WriteObject(items, writer);
                break;
            default:
                writer.WriteStringValue(Wrapped(expression));
                break;
        }
    }

    private void WriteObject(HclObject items, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        // Of a key that is written twice, the last counts.
        var last = new Dictionary<string, HclExpression>(StringComparer.Ordinal);
        foreach (var item in items.Items)
            last[KeyText(item.Key)] = item.Value;
        foreach (var (key, value) in last)
        {
            writer.WritePropertyName(key);
            WriteValue(value, writer);
        }

        writer.WriteEndObject();
    }

    private static void WriteLiteral(object? value, Utf8JsonWriter writer)
    {
        switch (value)
        {
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case string words:
                writer.WriteStringValue(Escaped(words));
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private string KeyText(HclExpression key) => key switch
    {
        _ when IsTraversal(key) => key.Span.Of(text),
        _ => PartText(key),
    };

    private static bool IsTraversal(HclExpression key) => key switch
    {
        HclVariable => true,
        HclGetAttribute member => IsTraversal(member.Source),
        HclIndex { Key: HclLiteral or HclTemplate { Text: not null } } index => IsTraversal(index.Source),
        _ => false,
    };

    private string TemplateText(HclTemplate template)
    {
        var built = new StringBuilder();
        foreach (var part in template.Parts)
            built.Append(PartText(part));
        return built.ToString();
    }

    private string PartText(HclExpression part) => part switch
    {
        HclLiteral { Value: string words } => Escaped(words),
        HclLiteral { Value: bool truth } => truth ? "true" : "false",
        HclLiteral { Value: double number } => number.ToString("0.##################", CultureInfo.InvariantCulture),
        HclLiteral => "null",
        HclTemplate template => TemplateText(template),
        HclTemplateWrap wrap => PartText(wrap.Inner),
        HclConditional choice => ChoiceText(choice),
        HclTemplateFor { Loop: var loop } => $"%{{for {(loop.KeyName is null ? "" : loop.KeyName + ", ")}{loop.ValueName} in {loop.Collection.Span.Of(text)}}}{PartText(loop.Value)}%{{endfor}}",
        _ => Wrapped(part),
    };

    private string ChoiceText(HclConditional choice)
    {
        var otherwise = PartText(choice.Else);
        return $"%{{if {choice.Condition.Span.Of(text)}}}{PartText(choice.Then)}{(otherwise.Length > 0 ? "%{else}" + otherwise : "")}%{{endif}}";
    }

    private string Wrapped(HclExpression expression) => "${" + expression.Span.Of(text) + "}";

    private static string Escaped(string words) => words.Replace("${", "$${", StringComparison.Ordinal).Replace("%{", "%%{", StringComparison.Ordinal);
}
