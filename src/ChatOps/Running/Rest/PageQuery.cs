using System.Buffers.Text;
using System.Globalization;
using System.Text;
using ChatOps.Adapters.Storage;
using ChatOps.Chat;

namespace ChatOps.Running.Rest;

/// <summary>What a history endpoint was asked for: <c>?limit=&amp;since_days=&amp;cursor=&amp;repo=&amp;user=</c>.</summary>
internal sealed record PageQuery
{
    private const int MostItems = 200;
    private const int UsualItems = 20;
    private const int MostDays = 3650;

    /// <summary>How many items, 1 to 200.</summary>
    public required int Limit { get; init; }

    /// <summary>The oldest moment to show, in milliseconds since 1970; 0 for all.</summary>
    public required long Since { get; init; }

    // An id is made a little before or after the row that it names.
    private const long IdTolerance = 3_600_000;

    /// <summary>The smallest id that a row since <see cref="Since"/> can have, so that a list in the order of ids ends where the time does; null for all.</summary>
    /// <param name="prefix">The ids' prefix, <c>dg</c>.</param>
    public string? OldestId(string prefix) => Since <= IdTolerance ? null : Identifier.First(prefix, Since - IdTolerance);

    /// <summary>The key of the last item of the page before; null for the first page.</summary>
    public string? Before { get; init; }

    /// <summary>Only this repository; null for all.</summary>
    public string? Repo { get; init; }

    /// <summary>Only this person, by pseudonym; null for all. Somebody never seen gets a pseudonym that nobody has.</summary>
    public string? Person { get; init; }

    /// <summary>Reads the query.</summary>
    /// <param name="context">The request.</param>
    /// <param name="people">Finds the person named by <c>user</c>.</param>
    /// <param name="clock">Gives the moment that <c>since_days</c> counts from.</param>
    /// <param name="cancellationToken">Stops the look-up.</param>
    public static async Task<Answer<PageQuery>> ReadAsync(HttpContext context, People people, TimeProvider clock, CancellationToken cancellationToken)
    {
        var query = context.Request.Query;
        var wrong = new Dictionary<string, string>();
        var limit = Number(query, "limit", UsualItems, MostItems, wrong);
        var days = Number(query, "since_days", 0, MostDays, wrong);
        var before = query["cursor"].ToString() is { Length: > 0 } cursor ? Decode(cursor) : null;
        if (before is null && query["cursor"].ToString().Length > 0)
            wrong["cursor"] = "is not a next_cursor of ours.";
        if (wrong.Count > 0)
            return new Refusal(RefusalKind.Invalid, $"{string.Join(" ", wrong.Select(field => $"{field.Key} {field.Value}"))} Correct it and try again.") { Fields = wrong };
        var user = Text(query, "user");
        return new PageQuery
        {
            Limit = limit,
            Since = days == 0 ? 0 : clock.GetUtcNow().AddDays(-days).ToUnixTimeMilliseconds(),
            Before = before,
            Repo = Text(query, "repo"),
            Person = user is null ? null : await people.FindAsync(user, cancellationToken) ?? "nobody",
        };
    }

    /// <summary>The page, from the query's rows and one more, which says whether there is a next page.</summary>
    /// <param name="rows">At most <see cref="Limit"/> + 1 rows, newest first.</param>
    /// <param name="keyOf">A row's key, as the next page's <see cref="Before"/> will have it.</param>
    /// <param name="show">A row as REST returns it.</param>
    public Page<TItem> Page<TRow, TItem>(IReadOnlyList<TRow> rows, Func<TRow, string> keyOf, Func<TRow, TItem> show) =>
        new([.. rows.Take(Limit).Select(show)], rows.Count > Limit ? Encode(keyOf(rows[Limit - 1])) : null);

    private static int Number(IQueryCollection query, string name, int usual, int most, Dictionary<string, string> wrong)
    {
        var text = query[name].ToString();
        if (text.Length == 0)
            return usual;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most)
            return number;
        wrong[name] = $"takes a whole number from 1 to {most}.";
        return usual;
    }

    private static string? Text(IQueryCollection query, string name) =>
        query[name].ToString().Replace("\0", "", StringComparison.Ordinal).Trim() is { Length: > 0 } text ? text : null;

    private static string Encode(string key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"1{key}"));

    private static string? Decode(string cursor) =>
        cursor.Length <= 100 && Base64Url.IsValid(cursor) && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)) is ['1', .. { Length: > 0 } key] && key.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-') ? key : null;
}

/// <summary>A page of a history.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="NextCursor">What <c>cursor</c> takes for the next page; null on the last.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);
