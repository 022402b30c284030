namespace ChatOps.Chat;

/// <summary>Makes a <see cref="CommandRequest"/> of what a person typed. Every door goes through here, so that no secret gets past one.</summary>
internal static class MaskedRequest
{
    /// <summary>Masks the arguments and counts what was masked. An argument that is null is left out.</summary>
    public static CommandRequest Create(string command, Caller caller, string door, string? repository, params ReadOnlySpan<(string Name, string? Value)> arguments)
    {
        var masked = new Dictionary<string, string>();
        var counts = new Dictionary<string, int>();
        foreach (var (name, value) in arguments)
        {
            if (value is null)
                continue;
            var (text, found) = SecretMasker.Mask(value);
            masked[name] = text;
            foreach (var (kind, count) in found)
                counts[kind] = counts.GetValueOrDefault(kind) + count;
        }

        return new CommandRequest { Command = command, Arguments = masked, Caller = caller, Door = door, Repository = repository, MaskedSecrets = counts };
    }
}
