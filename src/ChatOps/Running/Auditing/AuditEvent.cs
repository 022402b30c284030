namespace ChatOps.Running.Auditing;

/// <summary>Something that is written down for good.</summary>
/// <param name="Actor">Who did it, by pseudonym.</param>
/// <param name="Action">What they did: a command's name, <c>denied</c>, <c>export</c>.</param>
/// <param name="Subject">To what: an operation, a plan, a pull request.</param>
internal sealed record AuditEvent(string Actor, string Action, string Subject)
{
    /// <summary>The repository; null when it concerns none.</summary>
    public string? Repo { get; init; }

    /// <summary>A few facts; never pasted text, secrets or names of people.</summary>
    public Dictionary<string, string> Detail { get; init; } = [];
}

/// <summary>A row of the audit log.</summary>
internal sealed class AuditRow
{
    /// <summary>The columns in the order of the properties.</summary>
    public const string Columns = "seq Seq, at At, actor Actor, action Action, subject Subject, repo Repo, detail Detail, prev_hash PrevHash, hash Hash";

    public long Seq { get; set; }
    public long At { get; set; }
    public string Actor { get; set; } = "";
    public string Action { get; set; } = "";
    public string Subject { get; set; } = "";
    public string? Repo { get; set; }
    public string Detail { get; set; } = "{}";
    public string PrevHash { get; set; } = "";
    public string Hash { get; set; } = "";
}

/// <summary>Where the log ends: kept elsewhere, it shows that the tail was cut off.</summary>
/// <param name="Count">How many rows there are.</param>
/// <param name="Hash">The last row's hash; empty for an empty log.</param>
internal sealed record AuditHead(long Count, string Hash)
{
    /// <summary>Reads what <see cref="ToString"/> writes; null for anything else.</summary>
    public static AuditHead? Parse(string text) =>
        text.Split(':') is [var count, var hash] && long.TryParse(count, out var number) && (number > 0 ? hash.Length == 64 && hash.All(char.IsAsciiHexDigit) : number == 0 && hash.Length == 0) ? new(number, hash) : null;

    /// <inheritdoc/>
    public override string ToString() => $"{Count}:{Hash}";
}

/// <summary>What a check of the log found.</summary>
/// <param name="IsWhole">Whether every row is as it was written and none is missing.</param>
/// <param name="Rows">How many rows were read.</param>
/// <param name="BrokenAt">The first row that is not as it was written, or where one is missing; null when whole.</param>
/// <param name="Sentence">The finding in words.</param>
internal sealed record AuditVerdict(bool IsWhole, long Rows, long? BrokenAt, string Sentence);
