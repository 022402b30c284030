namespace ChatOps.Iam.Hcl;

internal sealed partial class HclParser
{
    private enum TemplateKind
    {
        Literal,
        Interpolation,
        If,
        Else,
        EndIf,
        For,
        EndFor,
    }

    private sealed record TemplatePiece(TemplateKind Kind)
    {
        public HclSpan Span { get; init; }
        public string? Text { get; init; }
        public HclExpression? Expression { get; init; }
        public string? KeyName { get; init; }
        public string? ValueName { get; init; }
        public bool TrimsBefore { get; init; }
        public bool TrimsAfter { get; init; }

        public static TemplatePiece Literal(HclSpan span, string text) => new(TemplateKind.Literal) { Span = span, Text = text };
    }
}
