namespace ChatOps.Iam;

/// <summary>A resource that the repository's infrastructure declares.</summary>
/// <param name="Address">As Terraform refers to it: <c>aws_sns_topic.orders</c>.</param>
/// <param name="Type">Its type: <c>aws_sns_topic</c>.</param>
/// <param name="Name">What AWS will call it, as far as the code says; null when it does not.</param>
public sealed record DeclaredResource(string Address, string Type, string? Name);

/// <summary>What the repository's infrastructure declares, so that a name in code becomes the resource's own ARN.</summary>
public sealed record DeclaredResources
{
    /// <summary>The resources.</summary>
    public IReadOnlyList<DeclaredResource> Resources { get; init; } = [];

    /// <summary>Environment variables of the code, with what they are set to: a literal, a reference as <c>${aws_dynamodb_table.orders.name}</c>, or <c>*</c> for what is not known.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
