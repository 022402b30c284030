using ChatOps.Running.Auditing;
using ChatOps.Settings;

namespace ChatOps.Platforms.Terminal;

/// <summary><c>chatops audit verify</c>.</summary>
internal static class AuditCommand
{
    /// <summary>Reads the whole log and says whether it is as it was written.</summary>
    /// <returns>0 when it is, 1 when it is not.</returns>
    public static async Task<int> VerifyAsync(Func<HostSetup, WebApplication> build, string? head, CancellationToken cancellationToken)
    {
        var expected = head is null ? null : AuditHead.Parse(head);
        if (head is not null && expected is null)
        {
            await Console.Error.WriteLineAsync("--head takes COUNT:HASH as an earlier verification printed it.");
            return 1;
        }

        await using var app = build(new HostSetup { Adjust = builder => builder.Logging.ClearProviders() });
        var verdict = await app.Services.GetRequiredService<AuditLog>().VerifyAsync(expected, cancellationToken);
        await (verdict.IsWhole ? Console.Out : Console.Error).WriteLineAsync(verdict.Sentence);
        return verdict.IsWhole ? 0 : 1;
    }
}
