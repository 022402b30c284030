using ChatOps.Chat;
using ChatOps.Platforms.Rest;

namespace ChatOps.Platforms.Terminal;

/// <summary><c>chatops key create</c>.</summary>
internal static class KeyCommand
{
    /// <summary>Prints a new key and the settings that admit it. Only its hash goes into the settings.</summary>
    /// <returns>0; 1 when nobody could be called so.</returns>
    public static async Task<int> CreateAsync(string name, Role role, int index)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 100 || name.Any(char.IsControl))
        {
            await Console.Error.WriteLineAsync("The name says what the key is for: 1 to 100 characters on one line, e.g. ci.");
            return 1;
        }

        var made = ApiKeys.Create(name, role, index);
        Console.WriteLine($"The key for {name}, shown this once:\n\n  {made.Key}\n\nSettings that admit it, as environment variables:\n");
        foreach (var setting in made.Settings)
            Console.WriteLine($"  {setting}");
        return 0;
    }
}
