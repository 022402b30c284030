namespace ChatOps.Chat;

/// <summary>Something a person asked for, whichever door it came through. Secrets in it are already masked; it is stored as it is.</summary>
internal sealed record CommandRequest
{
    /// <summary>The command's name as registered, e.g. <c>diagnose</c>.</summary>
    public required string Command { get; init; }

    /// <summary>The function's arguments by parameter name. Absent means the parameter's default.</summary>
    public required IReadOnlyDictionary<string, string> Arguments { get; init; }

    /// <summary>Who asks.</summary>
    public required Caller Caller { get; init; }

    /// <summary>The door it came through: <c>rest</c>, <c>cli</c>, <c>slack</c>, <c>teams</c>, <c>web</c>.</summary>
    public required string Door { get; init; }

    /// <summary>The repository's name when one was chosen; null to let the runner pick the only one or ask.</summary>
    public string? Repository { get; init; }

    /// <summary>How many secrets the door masked, by kind (<c>aws_access_key</c>).</summary>
    public IReadOnlyDictionary<string, int> MaskedSecrets { get; init; } = new Dictionary<string, int>();
}
