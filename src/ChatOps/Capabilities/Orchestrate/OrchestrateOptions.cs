using ChatOps.Settings;

namespace ChatOps.Capabilities.Orchestrate;

/// <summary>The <c>Orchestrate</c> section.</summary>
internal sealed class OrchestrateOptions : ISettings
{
    /// <summary>How often a change goes back to the implementer when the reviewer asks for it.</summary>
    public int Revisions { get; set; } = 1;

    /// <inheritdoc/>
    public void Check(string section)
    {
        if (Revisions is < 0 or > 3)
            throw new SettingException($"{section}:Revisions", $"{Revisions} is not between 0 and 3.");
    }
}
