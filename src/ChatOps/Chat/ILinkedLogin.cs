namespace ChatOps.Chat;

/// <summary>Which GitHub account somebody has proved to be theirs.</summary>
internal interface ILinkedLogin
{
    /// <summary>The login that is linked now; null for none.</summary>
    Task<string?> OfAsync(Caller caller, CancellationToken cancellationToken);

    /// <summary>Whether two people, by pseudonym, have proved the same account to be theirs: then they are one.</summary>
    Task<bool> AreOneAsync(string person, string other, CancellationToken cancellationToken);
}
