using System.Reflection;
using ChatOps.Chat;
using LibGit2Sharp;

namespace ChatOps.Adapters.Git;

/// <summary>The small order service that the host shows itself on while no repository is configured: several languages, Terraform, and a history in which one pull request is to blame.</summary>
internal static class SampleRepository
{
    private const string ResourcePrefix = "sample/";

    // Each entry lays its folder of embedded files over the one before. The ages are counted back from the
    // moment the sample is made, so that "changed 2 h ago" stays true for whoever looks at it first.
    private static readonly (int Number, string Subject, string Author, TimeSpan Age)[] History =
    [
        (38, "Take orders over HTTP and keep them in DynamoDB", "Ines Duarte", TimeSpan.FromDays(41)),
        (41, "Store the orders that resellers queue", "Tomas Berg", TimeSpan.FromDays(27)),
        (43, "Show an order in the storefront", "Mei Tanaka", TimeSpan.FromDays(19)),
        (44, "Reserve stock and print invoices", "Tomas Berg", TimeSpan.FromDays(12)),
        (45, "Leave out queued orders that were stored before", "Ines Duarte", TimeSpan.FromDays(3)),
        (46, "Retry at once so that checkout feels faster", "Sam Rivera", TimeSpan.FromHours(2)),
    ];

    /// <summary>Makes the sample below <paramref name="dataDirectory"/> unless it is there, and says where.</summary>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    public static RepositoryRef Ensure(string dataDirectory, TimeProvider clock)
    {
        var path = Path.Combine(dataDirectory, "sample", "orders");
        if (!Repository.IsValid(path))
        {
            // Made aside and moved into place whole, so that a start cut short leaves nothing half made.
            var draft = path + "." + Guid.NewGuid().ToString("N");
            Create(draft, clock.GetUtcNow());
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
            Directory.Move(draft, path);
        }

        return new RepositoryRef { Name = "orders", Path = path, IsSample = true };
    }

    private static void Create(string path, DateTimeOffset now)
    {
        Repository.Init(path);
        using var repository = new Repository(path);
        repository.Refs.UpdateTarget("HEAD", "refs/heads/main");
        foreach (var (number, subject, author, age) in History)
        {
            foreach (var (name, content) in FilesOf(number))
            {
                var file = Path.Combine(path, name);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllBytes(file, content);
            }

            Commands.Stage(repository, "*");
            var signature = new Signature(author, $"{author.Split(' ')[0].ToLowerInvariant()}@orders.example", now - age);
            repository.Commit($"{subject} (#{number})", signature, signature);
        }
    }

    private static IEnumerable<(string Name, byte[] Content)> FilesOf(int number)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var prefix = $"{ResourcePrefix}{number}/";
        foreach (var resource in assembly.GetManifestResourceNames().Select(name => name.Replace('\\', '/')).Where(name => name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            yield return (resource[prefix.Length..], content);
        }
    }
}
