using ChatOps.Chat;
using ChatOps.Running;

namespace ChatOps.Capabilities.Context;

/// <summary>Registers the survey of a repository.</summary>
internal static class ContextModule
{
    /// <summary>Adds everything of this folder.</summary>
    public static void AddContext(this WebApplicationBuilder builder) =>
        builder.Services.AddCommand(CommandRegistration.For<ContextPlugin, RepositoryContext>("context", "repository_context", "What is known of the repository", Role.Viewer, ContextCard.From));
}
