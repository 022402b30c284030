using ChatOps.Iam.Hcl;

namespace ChatOps.Tests.Iam.Policies.Hcl;

public sealed class HclParserTests
{
    [Theory]
    [InlineData("a = 1", """{"a":1}""")]
    [InlineData("a = -1.5", """{"a":-1.5}""")]
    [InlineData("a = \"x$${b}\\n\"", """{"a":"x$${b}\n"}""")]
    [InlineData("a = \"x${b.c[0]}y\"", """{"a":"x${b.c[0]}y"}""")]
    [InlineData("a = \"${[1, b]}\"", """{"a":[1,"${b}"]}""")]
    [InlineData("resource \"t\" \"n\" {\n  x = 1\n  y { z = 2 }\n  y {}\n}", """{"resource":{"t":{"n":[{"x":1,"y":[{"z":2},{}]}]}}}""")]
    [InlineData("a = <<-EOT\n    x\n      y ${z}\n  EOT\n", """{"a":"x\n  y ${z}\n"}""")]
    [InlineData("a = <<EOT\n${jsonencode({\n  \"b\" = \"}\"\n})}\nEOT\n", """{"a":"${jsonencode({\n  \"b\" = \"}\"\n})}\n"}""")]
    [InlineData("a = { (b) = 1, c.d = 2, \"e f\" : 3 }", """{"a":{"${(b)}":1,"c.d":2,"e f":3}}""")]
    [InlineData("a = \"%{ for k, v in x ~} ${k} %{ endfor }\"", """{"a":"%{for k, v in x}${k} %{endfor}"}""")]
    [InlineData("# c\n/* d */ a = [ # e\n  1, // f\n]\n", """{"a":[1]}""")]
    public void A_file_is_read_as_hcl2json_reads_it(string text, string json) =>
        Assert.Equal(HclCase.Canonical(System.Text.Json.Nodes.JsonNode.Parse(json)), HclCase.Canonical(HclCase.Ours(text)));

    [Theory]
    [InlineData("a = 1\nb = ", 2, 5, "end of the file")]
    [InlineData("a {\n  b = 1\n", 1, 4, "not closed")]
    [InlineData("a = 1 b = 2", 1, 7, "must end with a newline")]
    [InlineData("a = \"x\n\"", 1, 7, "multiple lines")]
    [InlineData("a = \"\\q\"", 1, 6, "escape")]
    [InlineData("a = [1 2]", 1, 8, "comma")]
    [InlineData("a = <<EOT\nx\n", 1, 5, "closing marker")]
    [InlineData("a = 1\na = 2", 2, 1, "already set")]
    [InlineData("a { b { } }", 1, 5, "single-line block")]
    [InlineData("a = 'x'", 1, 5, "Single quotes")]
    [InlineData("a = \"%{ if b }c\"", 1, 6, "endif")]
    public void What_is_wrong_is_said_with_its_place(string text, int line, int column, string words)
    {
        var error = HclFile.Parse(text).Error;

        Assert.NotNull(error);
        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_node_knows_where_it_stands()
    {
        const string Text = "resource \"aws_iam_role_policy\" \"p\" {\n  policy = jsonencode({ Statement = [{ Action = \"s3:*\" }] })\n}\n";

        var block = HclFile.Parse(Text).Body!.Blocks.Single();
        var call = Assert.IsType<HclCall>(block.Body.Find("policy"));
        var statements = Assert.IsType<HclTuple>(Assert.IsType<HclObject>(call.Arguments.Single()).Find("Statement")!.Value);

        Assert.Equal("[{ Action = \"s3:*\" }]", statements.Span.Of(Text));
        Assert.EndsWith("}", block.Span.Of(Text), StringComparison.Ordinal);
        Assert.StartsWith("resource", block.Span.Of(Text), StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_without_end_is_refused_and_not_followed()
    {
        foreach (var open in (string[])["[", "{a=", "(", "!", "\"${", "f(", "a{\n", "x[", "x ? ", "[for a in "])
        {
            var text = open[0] is 'a' ? string.Concat(Enumerable.Repeat(open, 100_000)) : "a = " + string.Concat(Enumerable.Repeat(open, 100_000));
            Assert.NotNull(HclFile.Parse(text).Error);
        }
    }
}
