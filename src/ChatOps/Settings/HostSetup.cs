namespace ChatOps.Settings;

/// <summary>How a host is put together: by the command line in production, by a test in a test.</summary>
internal sealed record HostSetup
{
    /// <summary>The command line, e.g. <c>--urls http://127.0.0.1:9000</c>.</summary>
    public string[] Args { get; init; } = [];

    /// <summary>Settings that win over every file and variable.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Whether the environment and the current directory's <c>appsettings.json</c> count. Tests say no: a developer's keys must not reach them.</summary>
    public bool ReadEnvironment { get; init; } = true;

    /// <summary>Whether data goes to the user's own folder when no <c>Host:DataDirectory</c> is set, instead of the current directory: a command must not litter the repository it looks at.</summary>
    public bool OwnFolder { get; init; }

    /// <summary>The one repository to read, whichever are configured; null for those.</summary>
    public string? Repository { get; init; }

    /// <summary>Last word on what is registered; null for none.</summary>
    public Action<WebApplicationBuilder>? Adjust { get; init; }
}
