using System.Globalization;
using System.Text.RegularExpressions;

namespace ChatOps.Capabilities.Diagnose.Rules.Infrastructure;

/// <summary>The visibility timeouts of SQS queues that templates set.</summary>
internal static partial class QueueVisibility
{
    /// <summary>The first one below <paramref name="seconds"/>, as <c>path:line</c> and its value; null when there is none.</summary>
    public static (string Place, int Seconds)? Below(int seconds, RepositoryFiles repository)
    {
        foreach (var path in repository.Paths.Where(LambdaFunctions.IsTemplate))
        {
            if (repository.ReadText(path) is not { } text || !text.Contains("isibility", StringComparison.Ordinal))
                continue;
            foreach (Match match in Setting().Matches(text))
            {
                if (int.Parse(match.Groups["seconds"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) is var value && value < seconds)
                    return ($"{path}:{1 + text.AsSpan(0, match.Groups["seconds"].Index).Count('\n')}", value);
            }
        }
        return null;
    }

    [GeneratedRegex("""(visibility_timeout_seconds|"?VisibilityTimeout"?)\s*[=:]\s*(?<seconds>[0-9]{1,5})\b""", RegexOptions.NonBacktracking)]
    private static partial Regex Setting();
}
