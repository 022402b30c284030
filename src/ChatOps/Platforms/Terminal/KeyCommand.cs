using ChatOps.Chat;
using ChatOps.Platforms.Rest;

namespace ChatOps.Platforms.Terminal;

/// <summary><c>chatops key create</c>.</summary>
internal static class KeyCommand
{
    /// <summary>Prints a new key and the settings that admit it. Only its hash goes into the settings.</summary>
    public static int Create(string name, Role role, int index)
    {
        var made = ApiKeys.Create(name, role, index);
        Console.WriteLine($"The key for {name}, shown this once:\n\n  {made.Key}\n\nSettings that admit it, as environment variables:\n");
        foreach (var setting in made.Settings)
            Console.WriteLine($"  {setting}");
        return 0;
    }
}
