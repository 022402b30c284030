using System.Globalization;
using ChatOps.Adapters.Jobs;
using ChatOps.Settings;

namespace ChatOps.Capabilities.Costs.Digest;

/// <summary>The section <c>Digest</c>: where the week's figures go, and when.</summary>
internal sealed class DigestOptions : ISettings
{
    /// <summary>When, in Quartz's notation with seconds; Monday at nine unless a channel says otherwise.</summary>
    public string Cron { get; set; } = "0 0 9 ? * MON";

    /// <summary>Whose clock that goes by, unless a channel says otherwise: an IANA name like <c>Europe/Oslo</c>.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Who gets it; empty for nobody.</summary>
    public DigestChannel[] Channels { get; set; } = [];

    /// <inheritdoc/>
    public void Check(string section)
    {
        CheckTimes(section, Cron, TimeZone);
        for (var i = 0; i < Channels.Length; i++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{section}:Channels:{i}");
            var parts = Channels[i].Channel.Split(':', '/');
            if (parts.Length != 3 || parts.Any(string.IsNullOrWhiteSpace))
                throw new SettingException($"{key}:Channel", $"'{Channels[i].Channel}' is not a channel; write it like slack:T0123456/C0123456, the platform, the workspace's id and the channel's.");
            CheckTimes(key, Channels[i].Cron ?? Cron, Channels[i].TimeZone ?? TimeZone);
        }

        if (Channels.GroupBy(channel => channel.Channel, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new SettingException($"{section}:Channels", $"'{twice.Key}' is there twice; name each channel once.");
    }

    private static void CheckTimes(string key, string cron, string timeZone)
    {
        if (!Schedules.IsCron(cron))
            throw new SettingException($"{key}:Cron", $"'{cron}' is not a timetable in Quartz's notation; write it like 0 0 9 ? * MON.");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out _))
            throw new SettingException($"{key}:TimeZone", $"'{timeZone}' is not a time zone that this machine knows; write it like Europe/Oslo.");
    }
}

/// <summary>A channel that gets the digest.</summary>
internal sealed class DigestChannel
{
    /// <summary>Platform, workspace and channel: <c>slack:T0123456/C0123456</c>.</summary>
    public string Channel { get; set; } = "";

    /// <summary>When, if not as the section says.</summary>
    public string? Cron { get; set; }

    /// <summary>Whose clock that goes by, if not as the section says.</summary>
    public string? TimeZone { get; set; }

    /// <summary>Names of the repositories that it is about; empty for all.</summary>
    public string[] Repositories { get; set; } = [];
}
