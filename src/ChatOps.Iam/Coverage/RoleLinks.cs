using ChatOps.Iam.Infrastructure;

namespace ChatOps.Iam.Coverage;

/// <summary>Which principals a file's code runs as.</summary>
internal sealed class RoleLinks(RepositoryPolicies policies)
{
    /// <summary>The principals, and whether the infrastructure says so: otherwise they are all that there are.</summary>
    public (IReadOnlyList<Principal> Principals, bool IsLinked) Of(string path)
    {
        var linked = Workloads(path).Select(workload => workload.Principal).OfType<string>().Distinct().Select(key => policies.Principals.GetValueOrDefault(key)).OfType<Principal>().ToList();
        if (linked.Count > 0)
            return (linked, true);
        return Candidates();
    }

    /// <summary>The principal of a name in AWS, as far as the repository says how it is called; otherwise all that there are.</summary>
    public (IReadOnlyList<Principal> Principals, bool IsLinked) Named(string name)
    {
        var exact = policies.Principals.Values.Where(principal => principal.Name == name).ToList();
        var possible = exact.Count > 0 ? exact : [.. policies.Principals.Values.Where(principal => principal.Name is { } pattern && References.HasReference(pattern) && ResourceMatch.Compare("arn:aws:iam:::" + pattern, "arn:aws:iam:::" + name) != Extent.None)];
        return possible.Count == 1 ? (possible, true) : Candidates();
    }

    private (IReadOnlyList<Principal> Principals, bool IsLinked) Candidates()
    {
        // Of a single role there is nothing to choose; without a word on any workload's role there is nothing better.
        var running = policies.Workloads.Select(workload => workload.Principal).OfType<string>().Distinct().Select(key => policies.Principals.GetValueOrDefault(key)).OfType<Principal>().ToList();
        var candidates = running.Count > 0 ? running : [.. policies.Principals.Values.Where(principal => principal.Grants.Count > 0 || principal.Terraform is not null)];
        return (candidates, candidates.Count == 1);
    }

    private List<Workload> Workloads(string path)
    {
        var name = WithoutExtension(path);
        var byHandler = policies.Workloads.Where(workload => IsHandler(workload, name)).ToList();
        if (byHandler.Count > 0)
            return byHandler;
        var byFolder = policies.Workloads.Where(workload => workload.Folder is { Length: > 0 } folder && (path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal))).ToList();
        var deepest = byFolder.Select(workload => workload.Folder!.Length).DefaultIfEmpty(0).Max();
        return [.. byFolder.Where(workload => workload.Folder!.Length == deepest)];
    }

    // "src.handlers.order_handler.handler", "src/index.handler", "Assembly::Namespace.Class::Method", "com.example.Handler::handle".
    private static bool IsHandler(Workload workload, string name)
    {
        if (workload.Handler is not { } handler || handler.Contains("::", StringComparison.Ordinal))
            return false;
        var dot = handler.LastIndexOf('.');
        if (dot <= 0)
            return false;
        var module = handler[..dot].Replace('.', '/').TrimStart('/');
        var whole = workload.Folder is { Length: > 0 } folder ? $"{folder}/{module}" : module;
        return name == whole || (workload.Folder is null && name.EndsWith("/" + module, StringComparison.Ordinal));
    }

    private static string WithoutExtension(string path) => path.LastIndexOf('.') is var dot && dot > path.LastIndexOf('/') + 1 ? path[..dot] : path;
}
