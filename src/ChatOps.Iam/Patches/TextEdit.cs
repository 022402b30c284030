namespace ChatOps.Iam.Patches;

/// <summary>Text put into a file at an offset.</summary>
internal sealed record TextEdit(string Path, int Offset, string Text);
