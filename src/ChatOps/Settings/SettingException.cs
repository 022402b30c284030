namespace ChatOps.Settings;

/// <summary>A setting that stops the host: the message is one sentence that names the key and says what to write instead. <c>Program</c> prints it and leaves with 1.</summary>
/// <param name="key">The key, e.g. <c>Host:ApiKeys:0:Role</c>.</param>
/// <param name="sentence">What is wrong and what to do.</param>
internal sealed class SettingException(string key, string sentence) : Exception($"{key}: {sentence}")
{
    /// <summary>The key as it is written in <c>appsettings.json</c>.</summary>
    public string Key { get; } = key;
}
