namespace ChatOps.Chat;

/// <summary>The <c>Authorization</c> header for git's own requests to an address; null when none is needed or none may be sent there.</summary>
/// <param name="repository">The repository that is fetched from or pushed to.</param>
/// <param name="address">The remote's address, exactly as git will use it.</param>
/// <param name="cancellationToken">Cancels the wait for a token.</param>
internal delegate Task<string?> GitAuthorization(RepositoryRef repository, string address, CancellationToken cancellationToken);
