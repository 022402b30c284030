using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using ChatOps.Adapters.Llm.Bedrock;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ChatOps.Tests.Support;

/// <summary>Bedrock's Converse stream as binary event messages, and the check of a request's signature by its own reckoning.</summary>
internal static class BedrockWire
{
    public const string KeyId = "AKIDEXAMPLE";
    public const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    public const string ApiKey = "bedrock-api-key-secret";

    public static IEnumerable<byte[]> Of(ScriptedReply reply)
    {
        if (reply.Raw is not null)
        {
            yield return Encoding.UTF8.GetBytes(reply.Raw);
            yield break;
        }

        yield return Event("messageStart", new { role = "assistant" });
        var index = 0;
        if (reply.Text.Length > 0)
        {
            foreach (var piece in reply.Text.Chunk(400))
                yield return Event("contentBlockDelta", new { contentBlockIndex = index, delta = new { text = new string(piece) } });
            if (reply.Ending == Ending.Whole)
                yield return Event("contentBlockStop", new { contentBlockIndex = index });
            index++;
        }

        foreach (var call in reply.Calls)
        {
            yield return Event("contentBlockStart", new { contentBlockIndex = index, start = new { toolUse = new { toolUseId = $"tooluse_{index}", name = call.Name } } });
            foreach (var piece in JsonSerializer.Serialize(call.Arguments).Chunk(7))
                yield return Event("contentBlockDelta", new { contentBlockIndex = index, delta = new { toolUse = new { input = new string(piece) } } });
            yield return Event("contentBlockStop", new { contentBlockIndex = index });
            index++;
        }

        if (reply.Ending == Ending.Error)
            yield return Message([(":message-type", "exception"), (":exception-type", reply.FinishReason ?? "modelStreamErrorException"), (":content-type", "application/json")], new { message = "scripted" });
        if (reply.Ending == Ending.Reset)
            yield return Event("contentBlockDelta", new { contentBlockIndex = index, delta = new { text = "…" } })[..20];
        if (reply.Ending != Ending.Whole)
            yield break;

        yield return Event("messageStop", new { stopReason = reply.FinishReason ?? (reply.Calls.Count > 0 ? "tool_use" : "end_turn") });
        yield return Event("metadata", new
        {
            usage = new
            {
                inputTokens = reply.InputTokens - reply.CachedTokens - reply.CacheWriteTokens,
                outputTokens = reply.OutputTokens,
                totalTokens = reply.InputTokens + reply.OutputTokens,
                cacheReadInputTokens = reply.CachedTokens,
                cacheWriteInputTokens = reply.CacheWriteTokens,
            },
            metrics = new { latencyMs = 1 },
        });
    }

    /// <summary>A message of type event.</summary>
    public static byte[] Event(string type, object payload) => Message([(":event-type", type), (":content-type", "application/json"), (":message-type", "event")], payload);

    /// <summary>Whether the request carries the API key, or a signature that comes out as AWS reckons it.</summary>
    public static bool IsSigned(HttpContext context, byte[] body)
    {
        var headers = context.Request.Headers;
        var authorization = headers.Authorization.ToString();
        if (authorization == $"Bearer {ApiKey}")
            return true;
        var key = new AwsSignature.Key(KeyId, Secret, headers.TryGetValue("X-Amz-Security-Token", out var token) ? token.ToString() : null);
        return AwsSignature.WhyNot("POST", context.Features.Get<IHttpRequestFeature>()!.RawTarget, name => headers[name].ToString(), body, [key], "eu-central-1/bedrock") is null;
    }

    private static byte[] Message((string Name, string Value)[] headers, object payload)
    {
        var head = new MemoryStream();
        foreach (var (name, value) in headers)
        {
            head.WriteByte((byte)name.Length);
            head.Write(Encoding.UTF8.GetBytes(name));
            head.WriteByte(7);
            var text = Encoding.UTF8.GetBytes(value);
            head.Write([(byte)(text.Length >> 8), (byte)text.Length]);
            head.Write(text);
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(payload);
        var message = new byte[16 + head.Length + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(message, message.Length);
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(4), (int)head.Length);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(8), EventStream.Sum(message.AsSpan(0, 8)));
        head.ToArray().CopyTo(message, 12);
        body.CopyTo(message, 12 + head.Length);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(message.Length - 4), EventStream.Sum(message.AsSpan(0, message.Length - 4)));
        return message;
    }
}
