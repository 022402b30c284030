using System.Buffers;

namespace ChatOps.Chat.Secrets;

/// <summary>A token that can be told by how it starts.</summary>
/// <param name="Kind">The kind it is reported as.</param>
/// <param name="Prefix">How it starts.</param>
/// <param name="Alphabet">What follows the prefix.</param>
/// <param name="Min">The least number of characters after the prefix.</param>
/// <param name="Max">The most; a longer run is something else.</param>
internal sealed record TokenShape(string Kind, string Prefix, SearchValues<char> Alphabet, int Min, int Max = TokenShape.Unlimited)
{
    /// <summary>No upper limit: this many characters decide, the rest of the run belongs to the token.</summary>
    public const int Unlimited = 4096;

    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static readonly SearchValues<char> Upper = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");
    private static readonly SearchValues<char> Alnum = SearchValues.Create(Letters + "0123456789");
    private static readonly SearchValues<char> Word = SearchValues.Create(Letters + "0123456789_");
    private static readonly SearchValues<char> Url = SearchValues.Create(Letters + "0123456789_-");
    private static readonly SearchValues<char> Dotted = SearchValues.Create(Letters + "0123456789_-.");
    private static readonly SearchValues<char> Base64 = SearchValues.Create(Letters + "0123456789+/=_-.%");
    private static readonly SearchValues<char> Path = SearchValues.Create(Letters + "0123456789_-/@.=%&?");

    /// <summary>Whether every such run counts; otherwise it needs a digit, so that words and placeholders are left alone.</summary>
    public bool DigitNeeded { get; init; } = true;

    /// <summary>How many dots it must have.</summary>
    public int Dots { get; init; }

    /// <summary>Whether the prefix itself stays readable, as in a web hook's host.</summary>
    public bool KeepPrefix { get; init; }

    /// <summary>Every shape, from the vendors' own documentation of their token formats.</summary>
    public static IReadOnlyList<TokenShape> All { get; } =
    [
        new("aws_access_key", "AKIA", Upper, 16, 16) { DigitNeeded = false },
        new("aws_access_key", "ASIA", Upper, 16, 16) { DigitNeeded = false },
        .. Many("github_token", Word, 36, "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
        .. Many("gitlab_token", Dotted, 20, "glpat-", "glptt-", "gldt-", "glrt-", "glcbt-", "glft-", "glsoat-", "glimt-", "glagent-", "gloas-", "glffct-"),
        .. Many("slack_token", Dotted, 10, "xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxo-", "xoxc-", "xoxd-", "xoxe-", "xoxe.", "xapp-"),
        new("slack_webhook", "hooks.slack.com/services/", Path, 20) { KeepPrefix = true },
        new("slack_webhook", "hooks.slack.com/workflows/", Path, 20) { KeepPrefix = true },
        new("slack_webhook", "hooks.slack.com/triggers/", Path, 20) { KeepPrefix = true },
        new("teams_webhook", ".webhook.office.com/", Path, 40) { KeepPrefix = true },
        new("discord_webhook", "discord.com/api/webhooks/", Path, 40) { KeepPrefix = true },
        new("discord_webhook", "discordapp.com/api/webhooks/", Path, 40) { KeepPrefix = true },
        .. Many("anthropic_key", Url, 20, "sk-ant-"),
        .. Many("openai_key", Url, 20, "sk-proj-", "sk-svcacct-", "sk-admin-", "sk-None-"),
        new("openai_key", "sk-", Alnum, 32),
        .. Many("openrouter_key", Url, 32, "sk-or-v1-"),
        new("google_api_key", "AIza", Url, 35, 35) { DigitNeeded = false },
        .. Many("google_oauth_token", Dotted, 20, "ya29.", "GOCSPX-"),
        .. Many("stripe_key", Alnum, 16, "sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_"),
        new("sendgrid", "SG.", Dotted, 40) { Dots = 1 },
        new("twilio", "SK", Hex, 32, 32),
        new("npm_token", "npm_", Alnum, 36, 64),
        new("pypi_token", "pypi-AgE", Url, 50),
        new("jwt", "eyJ", Base64, 24) { Dots = 2 },
        new("azure_key", "8Q~", Dotted, 31, 40),
        .. Many("digitalocean_token", Hex, 64, "dop_v1_", "doo_v1_", "dor_v1_"),
        .. Many("shopify_token", Hex, 32, "shpat_", "shpca_", "shppa_", "shpss_"),
        .. Many("vault_token", Dotted, 24, "hvs.", "hvb.", "hvr."),
        new("terraform_token", ".atlasv1.", Url, 60),
        .. Many("huggingface_token", Alnum, 30, "hf_"),
        .. Many("docker_token", Url, 20, "dckr_pat_", "dckr_oat_"),
        .. Many("grafana_token", Base64, 32, "glsa_", "glc_"),
        .. Many("sentry_token", Base64, 40, "sntrys_", "sntryu_"),
        .. Many("databricks_token", Hex, 32, "dapi"),
        .. Many("planetscale_token", Dotted, 32, "pscale_tkn_", "pscale_pw_", "pscale_oauth_"),
        .. Many("atlassian_token", Base64, 24, "ATATT3", "ATBB", "ATCTT3"),
        .. Many("postman_key", Url, 50, "PMAK-"),
        .. Many("newrelic_key", Alnum, 27, "NRAK-"),
        .. Many("heroku_key", Url, 30, "HRKU-"),
        .. Many("linear_key", Alnum, 32, "lin_api_"),
        .. Many("notion_token", Alnum, 40, "ntn_", "secret_"),
        .. Many("supabase_key", Word, 30, "sbp_", "sb_secret_"),
        .. Many("figma_token", Url, 40, "figd_"),
        .. Many("rubygems_key", Hex, 48, "rubygems_"),
        .. Many("groq_key", Alnum, 40, "gsk_"),
        .. Many("replicate_token", Alnum, 37, "r8_"),
        .. Many("xai_key", Alnum, 60, "xai-"),
        .. Many("doppler_token", Dotted, 40, "dp.pt.", "dp.st.", "dp.ct.", "dp.sa."),
        .. Many("age_key", Upper, 58, "AGE-SECRET-KEY-1"),
        .. Many("square_token", Url, 22, "sq0atp-", "sq0csp-"),
        .. Many("mailgun_key", Hex, 32, "key-"),
        .. Many("nuget_key", Alnum, 43, "oy2"),
    ];

    private static IEnumerable<TokenShape> Many(string kind, SearchValues<char> alphabet, int min, params string[] prefixes) =>
        prefixes.Select(prefix => new TokenShape(kind, prefix, alphabet, min));
}
