namespace ChatOps.Chat;

/// <summary>Roles as people write them.</summary>
internal static class Roles
{
    /// <summary>Reads a role by its name, without regard to case; numbers are not names.</summary>
    public static bool TryParse(string? text, out Role role) =>
        Enum.TryParse(text, ignoreCase: true, out role) && role != Role.None && text!.All(char.IsLetter);

    /// <summary>The role's name as settings and sentences write it.</summary>
    public static string Text(this Role role) => role switch
    {
        Role.Viewer => "viewer",
        Role.Responder => "responder",
        Role.Approver => "approver",
        Role.Admin => "admin",
        _ => "none",
    };
}
