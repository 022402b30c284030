namespace ChatOps.Adapters.Jobs;

/// <summary>Work that the queue runs. Registered under the name that it is queued by; runs in a scope of its own, at least once: after a crash or a restart it is called again.</summary>
internal interface IWork
{
    /// <summary>Does the work.</summary>
    /// <param name="argument">What was queued, e.g. an operation's id.</param>
    /// <param name="cancellationToken">The host is leaving: throw, and the work is given to the next start or another replica.</param>
    Task RunAsync(string argument, CancellationToken cancellationToken);
}
