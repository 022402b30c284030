namespace ChatOps.Iam;

/// <summary>A call of an AWS SDK in code.</summary>
/// <param name="Path">The file, with <c>/</c>.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Text">As people write it: <c>sns.publish</c>.</param>
/// <param name="Service">The service's prefix in IAM: <c>sns</c>.</param>
/// <param name="Operation">The operation as the API names it: <c>Publish</c>.</param>
public sealed record SdkCall(string Path, int Line, string Text, string Service, string Operation);

/// <summary>A permission that a call needs.</summary>
/// <param name="Action">With its prefix: <c>sns:Publish</c>.</param>
/// <param name="Resource">An ARN with IAM's wildcards, or a Terraform reference as <c>${aws_sns_topic.orders.arn}</c>, or <c>*</c>.</param>
/// <param name="Call">The call that needs it.</param>
public sealed record RequiredPermission(string Action, string Resource, SdkCall Call)
{
    /// <summary>When it is needed, as a clause ("the topic is encrypted with a customer key"); null when always.</summary>
    public string? When { get; init; }

    /// <summary>A condition that a grant may carry, e.g. <c>iam:PassedToService</c> and its value; null for none.</summary>
    public (string Key, string Value)? Condition { get; init; }
}
