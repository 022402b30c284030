using ChatOps.Chat;

namespace ChatOps.Running;

/// <summary>Holds the operation's <see cref="RunContext"/> for the scope that its plugin is created in.</summary>
internal sealed class RunScope
{
    /// <summary>The context; set by <see cref="CommandRunner"/> before anything else is created in the scope.</summary>
    public RunContext Context
    {
        get => field ?? throw new InvalidOperationException("Only what CommandRunner runs has a RunContext.");
        set;
    }
}
