using System.Collections.Frozen;

namespace ChatOps.Capabilities.Diagnose.Rules.Recipes;

/// <summary>The names by which signatures call fix recipes.</summary>
internal static class RecipeNames
{
    public const string LambdaTimeout = "lambda-timeout";
    public const string LambdaMemory = "lambda-memory";
    public const string DynamoDbThrottling = "dynamodb-throttling";
    public const string MissingDependency = "missing-dependency";
    public const string MissingEnvironmentVariable = "missing-environment-variable";
    public const string RetryBackoff = "retry-backoff";
    public const string IamPermission = "iam-permission";

    /// <summary>Every name.</summary>
    public static FrozenSet<string> All { get; } = new[] { LambdaTimeout, LambdaMemory, DynamoDbThrottling, MissingDependency, MissingEnvironmentVariable, RetryBackoff, IamPermission }.ToFrozenSet();
}
