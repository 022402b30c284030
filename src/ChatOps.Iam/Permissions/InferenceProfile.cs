namespace ChatOps.Iam.Permissions;

/// <summary>
/// A model that Bedrock runs in any of several regions. Whoever calls it needs the action on the profile and on the model in each of them, for <c>global.</c> also where the ARN
/// names no region (docs.aws.amazon.com, "Prerequisites for inference profiles" and "Global cross-Region inference").
/// </summary>
/// <param name="Arn">The profile's ARN.</param>
/// <param name="Model">The model's id.</param>
internal sealed record InferenceProfile(string Arn, string Model)
{
    private const string Part = ":inference-profile/";

    // What a profile's id has before the model's; a model's own begins with its maker.
    private static readonly string[] Areas = ["global.", "us.", "us-gov.", "eu.", "apac.", "jp.", "au.", "ca."];

    /// <summary>The profile of a model's id or ARN; null when it is a model itself, or a profile that does not say of which.</summary>
    public static InferenceProfile? Read(string text)
    {
        var isArn = text.StartsWith("arn:", StringComparison.Ordinal);
        var at = isArn ? text.IndexOf(Part, StringComparison.Ordinal) : -Part.Length;
        if (isArn && at < 0)
            return null;
        var id = text[(at + Part.Length)..];
        return Array.Find(Areas, area => id.StartsWith(area, StringComparison.Ordinal)) is { } found && id.IndexOf('.', found.Length) > 0
            ? new InferenceProfile(isArn ? text : "arn:aws:bedrock:*:*:inference-profile/" + id, id[found.Length..])
            : null;
    }
}
