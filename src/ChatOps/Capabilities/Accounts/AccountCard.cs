using ChatOps.Chat;

namespace ChatOps.Capabilities.Accounts;

/// <summary>A link as its person sees it.</summary>
internal static class AccountCard
{
    /// <summary>Builds the card.</summary>
    public static Card From(GitHubLink link) => link.State switch
    {
        LinkState.Pending => new Card
        {
            Tone = Tone.Attention,
            Title = "One step left on GitHub",
            Parts =
            [
                new FieldsPart([("Code", link.UserCode!)]),
                new ListPart([new CardItem("Type the code here", "It is yours alone: nobody else should type it.", new Uri(link.VerificationUri!))]),
            ],
            Buttons = [new CardButton("I have typed it", "account", "")],
        },
        LinkState.Linked => Plain(Tone.Good, $"Linked to {link.Login}", "Approvals and merges that you agree to here are made as this account.", new CardButton("Unlink", "unlink", "", $"Forgets {link.Login} and its token. Nothing changes on GitHub.")),
        LinkState.Denied => Plain(Tone.Refused, "Not linked: you said no on GitHub", "Begin again when you want to.", Again),
        LinkState.Expired => Plain(Tone.Refused, "Not linked: the code was not typed in time", "Begin again to get a new one.", Again),
        LinkState.Revoked => Plain(Tone.Refused, $"{link.Login ?? "The account"} is no longer linked", "GitHub does not accept its token any more. Link it again.", Again),
        _ => Plain(Tone.Neutral, "No GitHub account is linked to you", "Link one to approve pull requests as yourself.", Again),
    };

    private static CardButton Again => new("Link my account", "link", "");

    private static Card Plain(Tone tone, string title, string text, CardButton button) => new() { Tone = tone, Title = title, Parts = [new TextPart(text)], Buttons = [button] };
}
