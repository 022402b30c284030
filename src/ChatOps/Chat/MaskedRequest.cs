using System.Text.Json;

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

    /// <summary>As <see cref="Create"/>, with files as one argument: a JSON object of paths and texts. Each text is masked by itself, so that the object stays whole.</summary>
    /// <param name="command">The command.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="door">The door.</param>
    /// <param name="repository">The repository's name; null for none.</param>
    /// <param name="argument">The argument's name.</param>
    /// <param name="files">Text by path.</param>
    public static CommandRequest CreateWithFiles(string command, Caller caller, string door, string? repository, string argument, IReadOnlyDictionary<string, string> files)
    {
        var counts = new Dictionary<string, int>();
        var masked = new Dictionary<string, string>();
        foreach (var (path, text) in files)
        {
            var (clean, found) = SecretMasker.Mask(text);
            masked[SecretMasker.Mask(path).Text] = clean;
            foreach (var (kind, count) in found)
                counts[kind] = counts.GetValueOrDefault(kind) + count;
        }

        return new CommandRequest
        {
            Command = command,
            Arguments = new Dictionary<string, string> { [argument] = JsonSerializer.Serialize(masked) },
            Caller = caller,
            Door = door,
            Repository = repository,
            MaskedSecrets = counts,
        };
    }
}
