using System.Text.Json;

namespace ChatOps.Chat;

/// <summary>What holds for each kind of plan.</summary>
internal static class ChangeKinds
{
    /// <summary>The kind as REST, the database and buttons write it.</summary>
    public static string Text(this ChangeKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    /// <summary>The least role that may apply it (<c>Access</c> in the README).</summary>
    public static Role MinimumRole(this ChangeKind kind) => kind is ChangeKind.Fix or ChangeKind.Feature or ChangeKind.Policy ? Role.Responder : Role.Approver;

    /// <summary>Whether it agrees to a change that is on GitHub already.</summary>
    public static bool IsAgreement(this ChangeKind kind) => kind is ChangeKind.Approve or ChangeKind.Merge;

    /// <summary>How long it may be applied: what opens a pull request a day, what acts on one half an hour.</summary>
    public static TimeSpan Lifetime(this ChangeKind kind) => kind is ChangeKind.Approve or ChangeKind.Merge or ChangeKind.Close ? TimeSpan.FromMinutes(30) : TimeSpan.FromHours(24);
}
