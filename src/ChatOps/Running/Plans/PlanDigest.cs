using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChatOps.Chat;

namespace ChatOps.Running.Plans;

/// <summary>What a person agrees to when they agree to a plan, as one short text.</summary>
internal static class PlanDigest
{
    /// <summary>The digest: over kind, repository, base branch and commit, each file's mode with old and new object, branch, title, reason and the pull request; not over who asked or until when it holds.</summary>
    /// <returns>64 hexadecimal digits.</returns>
    public static string Of(ChangePlan plan)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, plan.Kind.Text(), plan.Repository, plan.BaseBranch, plan.BaseSha, plan.Branch, plan.Title, plan.Reason);
        foreach (var file in plan.Files.OrderBy(file => file.Path, StringComparer.Ordinal))
            Add(hash, file.Path, file.Mode, file.OldBlob ?? "", file.NewBlob ?? "");
        if (plan.PullRequest is { } pull)
            Add(hash, pull.Number.ToString(CultureInfo.InvariantCulture), pull.HeadSha, pull.Method ?? "");
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // Each text with its length, so that nothing can move from one to the next.
    private static void Add(IncrementalHash hash, params ReadOnlySpan<string> texts)
    {
        Span<byte> length = stackalloc byte[4];
        foreach (var text in texts)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }
    }
}
