namespace ChatOps.Settings;

/// <summary>Options that know what is wrong with their own values.</summary>
internal interface ISettings
{
    /// <summary>Throws a <see cref="SettingException"/> for the first value that cannot be used.</summary>
    /// <param name="section">The options' place in the configuration, e.g. <c>Host</c>; keys in messages start with it.</param>
    void Check(string section);
}
