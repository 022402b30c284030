using System.Globalization;
using ChatOps.Chat;
using ChatOps.Settings;

namespace ChatOps.Running;

/// <summary>The <c>Access</c> section.</summary>
internal sealed class AccessOptions : ISettings
{
    /// <summary>The role of full members of the installed workspace or tenant that no grant names.</summary>
    public string Default { get; set; } = "responder";

    /// <summary>Roles of people and groups.</summary>
    public GrantOptions[] Grants { get; set; } = [];

    /// <summary>Whose GitHub account somebody's is who is known by e-mail; grants to that login hold for them. Nobody by default.</summary>
    public PersonOptions[] People { get; set; } = [];

    /// <summary>Whether who asked for a change may not approve it.</summary>
    public bool FourEyes { get; set; }

    /// <summary>Model-backed operations that a caller may start in a minute; 0 for no limit. The keyless local caller has none.</summary>
    public int CallsPerMinute { get; set; } = 10;

    /// <inheritdoc/>
    public void Check(string section)
    {
        if (!Roles.TryParse(Default, out _) && !Default.Equals("none", StringComparison.OrdinalIgnoreCase))
            throw new SettingException($"{section}:Default", $"'{Default}' is not a role; use none, viewer, responder, approver or admin.");
        if (CallsPerMinute < 0)
            throw new SettingException($"{section}:CallsPerMinute", $"{CallsPerMinute} is below zero; use 0 for no limit.");
        for (var i = 0; i < People.Length; i++)
        {
            if (!People[i].Email.Contains('@', StringComparison.Ordinal) || string.IsNullOrWhiteSpace(People[i].GitHub))
                throw new SettingException(string.Create(CultureInfo.InvariantCulture, $"{section}:People:{i}"), "needs an Email like ann@example.com and the GitHub login that is hers.");
            if (People.Take(i).Any(other => other.Email.Equals(People[i].Email, StringComparison.OrdinalIgnoreCase)))
                throw new SettingException(string.Create(CultureInfo.InvariantCulture, $"{section}:People:{i}:Email"), $"{People[i].Email} stands there twice; name one GitHub login for it.");
        }

        for (var i = 0; i < Grants.Length; i++)
        {
            if (!Roles.TryParse(Grants[i].Role, out _))
                throw new SettingException(string.Create(CultureInfo.InvariantCulture, $"{section}:Grants:{i}:Role"), $"'{Grants[i].Role}' is not a role; use viewer, responder, approver or admin.");
        }
    }
}

/// <summary>Somebody's GitHub account, by their e-mail.</summary>
internal sealed class PersonOptions
{
    /// <summary>The e-mail, as the chat's directory has confirmed it.</summary>
    public string Email { get; set; } = "";

    /// <summary>The GitHub login.</summary>
    public string GitHub { get; set; } = "";
}

/// <summary>A role given to people and groups, everywhere or in some repositories.</summary>
internal sealed class GrantOptions
{
    /// <summary>The role.</summary>
    public string Role { get; set; } = "";

    /// <summary>Slack users, <c>T1/U2</c> or <c>U2</c>.</summary>
    public string[] Slack { get; set; } = [];

    /// <summary>Slack user groups.</summary>
    public string[] SlackGroups { get; set; } = [];

    /// <summary>Teams users by their directory object id.</summary>
    public string[] Teams { get; set; } = [];

    /// <summary>E-mail addresses, as the chat's directory has confirmed them.</summary>
    public string[] Emails { get; set; } = [];

    /// <summary>GitHub logins: of who linked that account, or is known by e-mail to have it (<see cref="AccessOptions.People"/>).</summary>
    public string[] GitHub { get; set; } = [];

    /// <summary>Names of the repositories it holds for; empty for all.</summary>
    public string[] Repositories { get; set; } = [];
}
