using ChatOps.Chat;

namespace ChatOps.Adapters.Aws;

/// <summary>Says whether the live check is on, and how the account answered when it was last asked; looking costs no call.</summary>
internal sealed class AwsHealth(AwsOptions options) : IHealthComponent
{
    private volatile Refusal? _last;
    private volatile bool _asked;

    /// <inheritdoc/>
    public string Name => "aws";

    /// <summary>Takes note of an answer.</summary>
    /// <param name="refusal">Why there was none; null when there was one.</param>
    public void Note(Refusal? refusal)
    {
        // That there is no such role is an answer.
        _last = refusal is { Kind: RefusalKind.NotFound } ? null : refusal;
        _asked = true;
    }

    /// <inheritdoc/>
    public Task<ComponentHealth> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(
        !options.LiveCheck ? new ComponentHealth(HealthState.NotConfigured, "The live check is off, so permissions are compared with the repository alone: set Aws:LiveCheck and Aws:Region.")
        : _last is { } failed ? new ComponentHealth(HealthState.Degraded, $"The live check is on for {options.Region}, and its last question was not answered: {failed.Sentence}.")
        : new ComponentHealth(HealthState.Ok, _asked ? $"The live check is on for {options.Region}; the account answers." : $"The live check is on for {options.Region}; nothing was asked yet."));
}
