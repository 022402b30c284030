using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChatOps.Chat;

namespace ChatOps.Adapters.Llm;

/// <summary>A question under way: our own words, and blocks of data from outside that cannot be mistaken for them.</summary>
internal sealed class PromptText
{
    // Random for each request, so that no text from outside can close its own block.
    private readonly string nonce = RandomNumberGenerator.GetHexString(8, lowercase: true);
    private readonly StringBuilder text = new();

    /// <summary>Begins with our own words.</summary>
    public PromptText(string opening) => Append($"Nonce: {nonce}\n{opening}\n\n");

    /// <summary>Its tokens so far, estimated.</summary>
    public int Tokens { get; private set; }

    /// <summary>Adds a block of data.</summary>
    /// <param name="title">What it is; one line.</param>
    /// <param name="content">The data.</param>
    public PromptText Data(string title, string content)
    {
        Append(Block(title, content));
        return this;
    }

    /// <summary>Adds a block of data if the question then stays within a number of tokens.</summary>
    public bool TryData(string title, string content, int mostTokens)
    {
        var block = Block(title, content);
        if (Tokens + TokenCounter.Count(block) > mostTokens)
            return false;
        Append(block);
        return true;
    }

    /// <summary>A text with the numbers of its lines.</summary>
    /// <param name="content">The text.</param>
    /// <param name="first">The number of its first line.</param>
    public static string Numbered(string content, int first = 1) =>
        string.Join('\n', content.Split('\n').Select((line, i) => string.Create(CultureInfo.InvariantCulture, $"{first + i}| {line.TrimEnd('\r')}")));

    /// <summary>At most so many tokens of a text: its beginning and its end.</summary>
    public static string Cut(string content, int tokens) =>
        TokenCounter.Count(content) <= tokens ? content : $"{TokenCounter.Head(content, tokens * 2 / 5)}\n[... cut ...]\n{TokenCounter.Tail(content, tokens * 3 / 5)}";

    /// <summary>A text on one line, without control characters, at most 200 long.</summary>
    public static string OneLine(string content) => string.Concat(content.Take(200).Select(character => char.IsControl(character) ? ' ' : character));

    /// <summary>The question. Repository text has not been through a door, so secrets are masked here.</summary>
    public override string ToString() => SecretMasker.Mask(text.ToString()).Text;

    private string Block(string title, string content) => $"<<data {nonce} {OneLine(title)}>>\n{content}\n<<end {nonce}>>\n\n";

    private void Append(string piece)
    {
        text.Append(piece);
        Tokens += TokenCounter.Count(piece);
    }
}
