using ChatOps.Chat;
using ChatOps.Iam;
using ChatOps.Running;

namespace ChatOps.Capabilities.IamCheck;

/// <summary>Registers the check of AWS permissions.</summary>
internal static class IamCheckModule
{
    /// <summary>Adds everything of this folder.</summary>
    public static void AddIamCheck(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LiveCheck>();
        builder.Services.AddCommand(CommandRegistration.For<IamCheckPlugin, IamAnalysis>("iam-check", "iam_check", "Find AWS permissions that code needs and no policy grants", Role.Responder, IamCheckCard.From) with { Words = ["text"] });
    }
}
