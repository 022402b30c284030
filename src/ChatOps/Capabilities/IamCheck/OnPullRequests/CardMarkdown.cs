using System.Text;
using ChatOps.Capabilities.PullRequests;
using ChatOps.Chat;

namespace ChatOps.Capabilities.IamCheck.OnPullRequests;

/// <summary>A card as GitHub's Markdown. Whatever comes from outside is code or escaped: no mention, no reference, no link of its own.</summary>
internal static class CardMarkdown
{
    // GitHub takes 65,536 characters in a comment and 65,535 in a check; a marker is added to it.
    private const int Longest = 60_000;

    /// <summary>Writes the card.</summary>
    public static string Of(Card card)
    {
        var written = new StringBuilder();
        if (card.Title.Length > 0)
            written.Append("**").Append(OutsideText.Prose(card.Title)).Append("**\n\n");
        var left = 0;
        foreach (var part in card.Parts)
        {
            var text = Of(part);
            if (written.Length + text.Length > Longest)
                left++;
            else
                written.Append(text).Append("\n\n");
        }

        if (left > 0)
            written.Append("More than fits here was left out: `/iam-check` in chat or `POST /iam/check` show it.\n\n");
        if (card.Footer.Length > 0)
            written.Append("<sub>").Append(OutsideText.Code(card.Footer)).Append("</sub>");
        return written.ToString().TrimEnd();
    }

    private static string Of(CardPart part) => part switch
    {
        HeadingPart heading => $"#### {OutsideText.Prose(heading.Text)}",
        TextPart text => text.Text.Contains('\n', StringComparison.Ordinal) || text.Text.StartsWith('{') ? OutsideText.Block(text.Text) : OutsideText.Prose(text.Text),
        FieldsPart fields => string.Join('\n', fields.Fields.Select(field => $"- {OutsideText.Prose(field.Label)}: {OutsideText.Code(field.Value)}")),
        ListPart list => string.Join('\n', list.Items.Select(item => $"- {OutsideText.Code(item.Text)}{(item.Remark is { Length: > 0 } remark ? $" ({OutsideText.Code(remark)})" : "")}")),
        CodePart code => $"{OutsideText.Code(code.Path)}\n{OutsideText.Block(code.Text)}",
        DiffPart diff => OutsideText.Block(diff.Text, "diff"),
        ImagePart image => OutsideText.Prose(image.Alt),
        _ => "",
    };
}
