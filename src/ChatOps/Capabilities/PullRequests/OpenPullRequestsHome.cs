using System.Globalization;
using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using Dapper;

namespace ChatOps.Capabilities.PullRequests;

/// <summary>The open pull requests that somebody asked for, on the bot's own page.</summary>
internal sealed class OpenPullRequestsHome(Database database, People people) : IHomeSection
{
    private const int Shown = 5;

    /// <inheritdoc/>
    public int Order => 20;

    /// <inheritdoc/>
    public async Task<Card?> ForAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (await people.FindAsync(caller.Id, cancellationToken) is not { } person)
            return null;
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = (await connection.QueryAsync<(string Repo, int Number, string Title, string Url)>(new CommandDefinition(
            "select repo, pr_number, title, pr_url from workflows where requested_by = @person and state = 'open' order by created_at desc limit @Shown", new { person, Shown }, cancellationToken: cancellationToken))).AsList();
        return HomeList.Of("Your open pull requests", [.. rows.Select(row => new CardItem(string.Create(CultureInfo.InvariantCulture, $"#{row.Number} {row.Title}"), row.Repo, Uri.TryCreate(row.Url, UriKind.Absolute, out var link) ? link : null))]);
    }
}
