using Microsoft.Extensions.AI;
using Microsoft.ML.Tokenizers;

namespace ChatOps.Adapters.Llm;

/// <summary>Estimates tokens before a call and after one that was cut. It counts as OpenAI's o200k does; other vendors differ by some percent.</summary>
internal static class TokenCounter
{
    private static readonly Lazy<Tokenizer> O200k = new(() => TiktokenTokenizer.CreateForEncoding("o200k_base"));

    /// <summary>Words around each message that the vendors add.</summary>
    private const int PerMessage = 8;

    /// <summary>Tokens of a text.</summary>
    public static int Count(string? text) => string.IsNullOrEmpty(text) ? 0 : O200k.Value.CountTokens(text);

    /// <summary>The longest head of <paramref name="text"/> with at most <paramref name="tokens"/> tokens.</summary>
    public static string Head(string text, int tokens)
        => tokens <= 0 ? "" : text[..O200k.Value.GetIndexByTokenCount(text, tokens, out _, out _)];

    /// <summary>The longest tail of <paramref name="text"/> with at most <paramref name="tokens"/> tokens.</summary>
    public static string Tail(string text, int tokens)
        => tokens <= 0 ? "" : text[O200k.Value.GetIndexByTokenCountFromEnd(text, tokens, out _, out _)..];

    /// <summary>Tokens of a request: messages, functions and schema.</summary>
    public static int Count(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var tokens = 0;
        foreach (var message in messages)
            tokens += PerMessage + message.Contents.Sum(Count);

        foreach (var tool in options?.Tools?.OfType<AIFunctionDeclaration>() ?? [])
            tokens += PerMessage + Count(tool.Description) + Count(tool.JsonSchema.GetRawText());

        return tokens + (options?.ResponseFormat is ChatResponseFormatJson { Schema: { } schema } ? Count(schema.GetRawText()) : 0);
    }

    /// <summary>Tokens of a piece of a message.</summary>
    public static int Count(AIContent content) => content switch
    {
        TextContent text => Count(text.Text),
        TextReasoningContent reasoning => Count(reasoning.Text),
        FunctionResultContent result => Count(result.Result?.ToString()),
        FunctionCallContent call => Count(call.Name) + call.Arguments?.Sum(argument => Count(argument.Key) + Count(argument.Value?.ToString())) ?? 0,
        _ => 0,
    };
}
