using Octokit;

namespace ChatOps.Adapters.GitHub.Http;

/// <summary>Makes a write happen once, however often it is asked for and wherever an answer gets lost: look whether it is there, write, and look again when it is not known what became of it.</summary>
internal static class Once
{
    private const int MostTries = 3;

    /// <summary>Finds or makes something.</summary>
    /// <param name="find">What an earlier try made; null when there is nothing.</param>
    /// <param name="make">Makes it.</param>
    /// <param name="clock">For the pauses.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<T> DoAsync<T>(Func<Task<T?>> find, Func<Task<T>> make, TimeProvider clock, CancellationToken cancellationToken) where T : class
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await find() is { } found) return found;
            try
            {
                return await make();
            }
            catch (Exception e) when (attempt < MostTries && IsUnknown(e, cancellationToken))
            {
            }
            catch (ApiException e) when ((int)e.StatusCode is 405 or 409 or 422)
            {
                // Refused, perhaps because somebody else has just done it.
                if (await find() is { } theirs) return theirs;
                throw;
            }

            await Backoff.WaitAsync(attempt, clock, cancellationToken);
        }
    }

    // Two merges in a row: GitHub has not caught up with the first, and says itself that it is worth another try.
    private static bool IsOvertaken(ApiException e) => (int)e.StatusCode == 405 && e.Message.Contains("Base branch was modified", StringComparison.OrdinalIgnoreCase);

    private static bool IsUnknown(Exception e, CancellationToken cancellationToken) =>
        e is HttpRequestException || (e is ApiException api && ((int)api.StatusCode >= 500 || IsOvertaken(api))) || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
