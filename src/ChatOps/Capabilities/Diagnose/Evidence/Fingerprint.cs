using System.Security.Cryptography;
using System.Text;
using ChatOps.Traces;

namespace ChatOps.Capabilities.Diagnose.Evidence;

/// <summary>A hash that the same error has again, on another day, another machine and after lines have moved.</summary>
internal static class Fingerprint
{
    private const int Frames = 12;

    /// <summary>Hashes repository, error type and our frames (path and function); without a frame of ours the message without its numbers, and the file.</summary>
    public static string Of(string repository, ParsedText parsed, IReadOnlyList<PlacedFrame> frames, string text, string? filePath)
    {
        var ours = frames.Where(frame => frame.IsOurs).Take(Frames).Select(frame => $"{frame.Path} {frame.Frame.Function}").ToList();
        var type = parsed.Traces.SelectMany(FrameOrder.Errors).Select(trace => trace.Type).Concat(parsed.Errors.Select(error => error.Type)).FirstOrDefault(name => name is not null) ?? "";
        List<string> parts = [repository.ToLowerInvariant(), type];
        if (ours.Count > 0)
        {
            parts.AddRange(ours);
        }
        else
        {
            parts.Add(MessageNormalizer.Normalize(Message(parsed, text)));
            parts.Add(filePath ?? "");
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..32];
    }

    private static string Message(ParsedText parsed, string text)
    {
        var message = parsed.Errors.Select(error => error.Message).Concat(parsed.Traces.SelectMany(FrameOrder.Errors).Select(trace => trace.Message)).FirstOrDefault(found => found.Length > 0);
        return message ?? text;
    }
}
