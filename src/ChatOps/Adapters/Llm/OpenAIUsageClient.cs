using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace ChatOps.Adapters.Llm;

/// <summary>
/// Reads what OpenAI's SDK passes over: how much of the input was written to the cache. Since GPT-5.6 that costs more than fresh input
/// (developers.openai.com/api/docs/guides/prompt-caching, <c>cache_write_tokens</c>).
/// </summary>
internal sealed class OpenAIUsageClient(IChatClient inner) : DelegatingChatClient(inner)
{
    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            foreach (var usage in update.Contents.OfType<UsageContent>())
            {
                if (Written(update.RawRepresentation) is > 0 and var written)
                    (usage.Details.AdditionalCounts ??= [])[TokenUsage.CacheWriteCount] = written;
            }

            yield return update;
        }
    }

    private static long Written(object? raw)
    {
        if (raw is not StreamingChatCompletionUpdate { Usage.InputTokenDetails: { } details })
            return 0;
        using var json = JsonDocument.Parse(ModelReaderWriter.Write(details).ToMemory());
        return json.RootElement.TryGetProperty("cache_write_tokens", out var written) && written.TryGetInt64(out var tokens) ? tokens : 0;
    }
}
