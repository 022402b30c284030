namespace ChatOps.Iam.Policies;

/// <summary>What IAM decides.</summary>
public enum Decision
{
    /// <summary>Something allows it and nothing denies it.</summary>
    Allowed,

    /// <summary>Nothing allows it.</summary>
    ImplicitlyDenied,

    /// <summary>A statement denies it.</summary>
    ExplicitlyDenied,
}

/// <summary>Decides a concrete request as IAM does for principals of one account.</summary>
internal static class PolicyEvaluator
{
    /// <summary>Decides by the principal's own policies, its permission boundary and the organisation's service control policies; null stands for "has none".</summary>
    public static Decision Evaluate(string action, string resource, RequestContext context, IReadOnlyList<PolicyDocument> identity, IReadOnlyList<PolicyDocument>? boundaries = null, IReadOnlyList<PolicyDocument>? organisation = null)
    {
        var own = Decide(action, resource, context, identity);
        var boundary = boundaries is null ? Decision.Allowed : Decide(action, resource, context, boundaries);
        var control = organisation is null ? Decision.Allowed : Decide(action, resource, context, organisation);
        if (own == Decision.ExplicitlyDenied || boundary == Decision.ExplicitlyDenied || control == Decision.ExplicitlyDenied)
            return Decision.ExplicitlyDenied;
        return own == Decision.Allowed && boundary == Decision.Allowed && control == Decision.Allowed ? Decision.Allowed : Decision.ImplicitlyDenied;
    }

    private static Decision Decide(string action, string resource, RequestContext context, IReadOnlyList<PolicyDocument> policies)
    {
        var decision = Decision.ImplicitlyDenied;
        foreach (var policy in policies)
        {
            foreach (var statement in policy.Statements)
            {
                if ((statement.Allows && decision == Decision.Allowed) || !Applies(statement, action, resource, context))
                    continue;
                if (!statement.Allows)
                    return Decision.ExplicitlyDenied;
                decision = Decision.Allowed;
            }
        }

        return decision;
    }

    private static bool Applies(Statement statement, string action, string resource, RequestContext context)
    {
        if (statement.ExceptActions == NamesAction(statement.Actions, action) || !NamesResource(statement, resource, context))
            return false;
        foreach (var condition in statement.Conditions)
        {
            if (!condition.IsMet(context))
                return false;
        }

        return true;
    }

    private static bool NamesAction(IReadOnlyList<PolicyText> actions, string action)
    {
        foreach (var pattern in actions)
        {
            if (Wildcard.Matches(pattern.Constant, action, ignoreCase: true))
                return true;
        }

        return false;
    }

    private static bool NamesResource(Statement statement, string resource, RequestContext context)
    {
        foreach (var pattern in statement.Resources)
        {
            // A variable without a value makes its text match nothing, and "all but" it nothing of that kind either.
            if (pattern.Resolve(context) is not { } resolved ? statement.ExceptResources && Arn.IsOfKind(pattern.Constant, resource) : Arn.Matches(resolved, resource))
                return !statement.ExceptResources;
        }

        return statement.ExceptResources;
    }
}
