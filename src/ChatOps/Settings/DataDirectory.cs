namespace ChatOps.Settings;

/// <summary>The folder that holds all that the host keeps: database, clones, keys.</summary>
internal sealed class DataDirectory
{
    /// <summary>Uses the configured folder or the default one.</summary>
    /// <param name="configured"><c>Host:DataDirectory</c>; null or empty for the default.</param>
    public DataDirectory(string? configured) =>
        Path = System.IO.Path.GetFullPath(string.IsNullOrWhiteSpace(configured) ? System.IO.Path.Combine(SolutionFolder() ?? Environment.CurrentDirectory, "data") : configured);

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>Makes sure, before anything else is started, that the folder is there and takes files.</summary>
    /// <exception cref="SettingException">It does not.</exception>
    public void Prepare()
    {
        var probe = File($".probe-{Guid.NewGuid():N}");
        try
        {
            using var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(e);
        }
    }

    /// <summary>A file's path in the folder, whose parent exists from then on.</summary>
    /// <param name="relative">Such as <c>chatops.db</c>.</param>
    public string File(string relative)
    {
        var path = System.IO.Path.Combine(Path, relative);
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(e);
        }

        return path;
    }

    private static SettingException Unwritable(Exception e) =>
        new("Host:DataDirectory", $"cannot be written ({e.GetType().Name}); name a folder that this user may write to.");

    private static string? SolutionFolder()
    {
        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(System.IO.Path.Combine(folder.FullName, "ChatOps.sln")))
                return folder.FullName;
        }

        return null;
    }
}
