namespace ChatOps.Chat;

/// <summary>What a person may do; each role includes those before it.</summary>
internal enum Role
{
    /// <summary>Nothing: guests, bots and people from outside.</summary>
    None,

    /// <summary>Read history, costs and operations of their own.</summary>
    Viewer,

    /// <summary>Diagnose, check and open a fix pull request.</summary>
    Responder,

    /// <summary>Roll back, approve, merge and close.</summary>
    Approver,

    /// <summary>Audit, export, deletion and settings.</summary>
    Admin,
}
