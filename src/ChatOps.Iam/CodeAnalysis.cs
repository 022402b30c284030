namespace ChatOps.Iam;

/// <summary>What code needs.</summary>
/// <param name="Required">The permissions, by action, then resource, then place. One with a <see cref="RequiredPermission.When"/> is needed only then. A <c>*</c> inside a resource stands for what the code does not say, unless the action takes no resource at all.</param>
/// <param name="Warnings">What could not be told, as sentences with their place.</param>
public sealed record CodeAnalysis(IReadOnlyList<RequiredPermission> Required, IReadOnlyList<string> Warnings);
