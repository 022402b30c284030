using ChatOps.Adapters.Storage;
using ChatOps.Running.Auditing;
using ChatOps.Tests.Support;
using Dapper;

namespace ChatOps.Tests.Running.Auditing;

public sealed class AuditLogTests
{
    [SkippableTheory]
    [MemberData(nameof(Tampering))]
    public async Task What_was_done_to_the_log_is_found_and_located(string provider, string sql, long row, string words)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);
        var log = app.Get<AuditLog>();
        for (var i = 1; i <= 8; i++)
            await log.AppendAsync(new AuditEvent("p_ann", "test", $"op_{i}") { Repo = i % 2 == 0 ? "orders" : null }, default);
        var head = await log.HeadAsync(default);
        Assert.True((await log.VerifyAsync(head, default)).IsWhole);

        await using (var connection = await app.Get<Database>().OpenAsync(default))
        {
            foreach (var statement in sql.Split(';'))
                await connection.ExecuteAsync(statement);
        }

        var verdict = await log.VerifyAsync(head, default);
        Assert.False(verdict.IsWhole);
        Assert.Equal(row, verdict.BrokenAt);
        Assert.Contains(words, verdict.Sentence, StringComparison.Ordinal);
        // Only a head that was kept outside shows a cut tail.
        Assert.Equal(words == "cut off", (await log.VerifyAsync(null, default)).IsWhole);
    }

    public static TheoryData<string, string, long, string> Tampering()
    {
        var data = new TheoryData<string, string, long, string>();
        foreach (var provider in (string[])["Sqlite", "PostgreSql"])
        {
            foreach (var column in (string[])["at = at + 1", "actor = 'p_bob'", "action = 'denied'", "subject = 'op_x'", "repo = ''", "repo = null, subject = 'orders' || subject", "detail = '{\"a\":1}'", "prev_hash = hash", "hash = prev_hash"])
                data.Add(provider, $"update audit set {column} where seq = 4", 4, "Row 4 is not as it was written");
            data.Add(provider, "delete from audit where seq = 1", 1, "Row 1 is missing");
            data.Add(provider, "delete from audit where seq = 5", 5, "Row 5 is missing");
            data.Add(provider, "delete from audit where seq = 5;update audit set seq = seq - 1 where seq = 6;update audit set seq = seq - 1 where seq = 7;update audit set seq = seq - 1 where seq = 8", 5, "Row 5 is not as it was written");
            data.Add(provider, "update audit set seq = 100 where seq = 3;update audit set seq = 3 where seq = 6;update audit set seq = 6 where seq = 100", 3, "Row 3 is not as it was written");
            data.Add(provider, "insert into audit (seq, at, actor, action, subject, repo, detail, prev_hash, hash) select 9, at, actor, action, subject, repo, detail, hash, hash from audit where seq = 8", 9, "Row 9 is not as it was written");
            data.Add(provider, "delete from audit where seq > 6", 7, "cut off");
            data.Add(provider, "delete from audit", 1, "cut off");
        }

        return data;
    }

    [Theory]
    [InlineData("")]
    [InlineData("8")]
    [InlineData(":abc")]
    [InlineData("x:abc")]
    [InlineData("-1:abc")]
    [InlineData("8:")]
    public void A_head_that_is_none_is_not_read_as_one(string text) => Assert.Null(AuditHead.Parse(text));

    [Fact]
    public async Task A_head_is_read_as_it_was_printed()
    {
        await using var app = await ChatOpsApp.StartAsync();
        await app.Get<AuditLog>().AppendAsync(new AuditEvent("p_ann", "test", "op_1"), default);
        var head = await app.Get<AuditLog>().HeadAsync(default);

        Assert.Equal(head, AuditHead.Parse(head.ToString()));
    }
}
