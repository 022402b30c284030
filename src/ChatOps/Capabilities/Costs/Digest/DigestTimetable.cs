using ChatOps.Adapters.Jobs;

namespace ChatOps.Capabilities.Costs.Digest;

/// <summary>Puts the channels of the settings into the timetable when the host starts.</summary>
internal sealed class DigestTimetable(DigestOptions options, Schedules schedules) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => schedules.SetAsync(
        DigestWork.Name,
        [.. options.Channels.Select(channel => new Schedules.Entry(channel.Channel, channel.Cron ?? options.Cron, TimeZoneInfo.FindSystemTimeZoneById(channel.TimeZone ?? options.TimeZone)))],
        cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
