using System.Collections;
using System.ComponentModel;
using System.Globalization;

namespace ChatOps.Settings;

/// <summary>Binds a section to an options type, naming the key of a value that does not convert and collecting the keys that nothing reads.</summary>
internal static class SettingsReader
{
    /// <summary>Reads and checks a section.</summary>
    /// <param name="configuration">All of the configuration.</param>
    /// <param name="section">The section's name.</param>
    /// <param name="unknown">Receives the full keys that <typeparamref name="T"/> has no property for.</param>
    /// <exception cref="SettingException">A value does not convert or is refused by the options themselves.</exception>
    public static T Read<T>(IConfiguration configuration, string section, ICollection<string> unknown) where T : class
    {
        var source = configuration.GetSection(section);
        Walk(source, typeof(T), unknown);
        var options = source.Get<T>() ?? (T)Empty(typeof(T));
        foreach (var (item, key) in Items(options, section))
            item.Check(key);
        return options;
    }

    private static object Empty(Type type) =>
        type.IsArray ? Array.CreateInstance(type.GetElementType()!, 0) : Activator.CreateInstance(type)!;

    private static IEnumerable<(ISettings Item, string Key)> Items(object options, string section) => options switch
    {
        ISettings one => [(one, section)],
        IEnumerable many => many.OfType<ISettings>().Select((item, index) => (item, string.Create(CultureInfo.InvariantCulture, $"{section}:{index}"))),
        _ => [],
    };

    private static void Walk(IConfigurationSection section, Type type, ICollection<string> unknown)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (ElementOf(type) is { } element)
        {
            CheckHasNoValue(section, "is a list; write its items as {0}:0, {0}:1 and so on.");
            foreach (var child in section.GetChildren())
                Walk(child, element, unknown);
        }
        else if (type == typeof(string) || type.IsValueType)
        {
            CheckConverts(section, type);
        }
        else
        {
            CheckHasNoValue(section, $"is not a single value; it takes the keys {string.Join(", ", type.GetProperties().Where(p => p.CanWrite).Select(p => p.Name))} below it.");
            foreach (var child in section.GetChildren())
            {
                var property = type.GetProperties().FirstOrDefault(p => p.CanWrite && p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
                if (property is null)
                    unknown.Add(child.Path);
                else
                    Walk(child, property.PropertyType, unknown);
            }
        }
    }

    private static Type? ElementOf(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) ? type.GetGenericArguments()[^1]
        : null;

    private static void CheckHasNoValue(IConfigurationSection section, string sentence)
    {
        if (section.Value is { Length: > 0 })
            throw new SettingException(section.Path, string.Format(CultureInfo.InvariantCulture, sentence, section.Path));
    }

    private static void CheckConverts(IConfigurationSection section, Type type)
    {
        if (section.GetChildren().Any())
            throw new SettingException(section.Path, "has keys below it, but is a single value.");
        if (section.Value is not { Length: > 0 } value || type == typeof(string))
            return;
        // A number would convert to any enum.
        if (type.IsEnum && !Enum.GetNames(type).Contains(value.Trim(), StringComparer.OrdinalIgnoreCase))
            throw new SettingException(section.Path, $"'{value}' is not {Describe(type)}.");
        try
        {
            TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException or OverflowException)
        {
            throw new SettingException(section.Path, $"'{value}' is not {Describe(type)}.");
        }
    }

    private static string Describe(Type type) =>
        type == typeof(bool) ? "true or false"
        : type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
        : type == typeof(TimeSpan) ? "a duration such as 00:01:30"
        : type == typeof(DateOnly) ? "a date such as 2026-11-22"
        : type == typeof(int) || type == typeof(long) ? "a whole number"
        : "a number";
}
