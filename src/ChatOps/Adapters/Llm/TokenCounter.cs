using Microsoft.Extensions.AI;
using Microsoft.ML.Tokenizers;

namespace ChatOps.Adapters.Llm;

/// <summary>Estimates tokens before a call and after one that was cut. It counts as OpenAI's o200k does; other vendors differ by some percent.</summary>
internal static class TokenCounter
{
    private static readonly Lazy<Tokenizer> O200k = new(() => TiktokenTokenizer.CreateForEncoding("o200k_base"));

    /// <summary>Words around each message that the vendors add.</summary>
    private const int PerMessage = 8;

    // The tokeniser is quadratic in the length of a word, and outside text may be one word of a megabyte.
    private const int Piece = 1_000;

    /// <summary>Tokens of a text; linear in its length.</summary>
    public static int Count(string? text)
    {
        var tokens = 0;
        for (var at = 0; at < text?.Length; at += Piece)
            tokens += O200k.Value.CountTokens(text.AsSpan(at, Math.Min(Piece, text.Length - at)));

        return tokens;
    }

    /// <summary>The longest head of <paramref name="text"/> with at most <paramref name="tokens"/> tokens.</summary>
    public static string Head(string text, int tokens)
    {
        for (var at = 0; at < text.Length; at += Piece)
        {
            var piece = text.Substring(at, Math.Min(Piece, text.Length - at));
            var size = O200k.Value.CountTokens(piece);
            if (size > tokens)
                return text[..Whole(text, at + (tokens <= 0 ? 0 : O200k.Value.GetIndexByTokenCount(piece, tokens, out _, out _)))];

            tokens -= size;
        }

        return text;
    }

    /// <summary>The longest tail of <paramref name="text"/> with at most <paramref name="tokens"/> tokens.</summary>
    public static string Tail(string text, int tokens)
    {
        for (var end = text.Length; end > 0; end -= Piece)
        {
            var start = Math.Max(0, end - Piece);
            var piece = text[start..end];
            var size = O200k.Value.CountTokens(piece);
            if (size > tokens)
                return text[Whole(text, tokens <= 0 ? end : start + O200k.Value.GetIndexByTokenCountFromEnd(piece, tokens, out _, out _))..];

            tokens -= size;
        }

        return text;
    }

    /// <summary>The place, or the one before it when it would part a surrogate pair.</summary>
    private static int Whole(string text, int at) => at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) ? at - 1 : at;

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
