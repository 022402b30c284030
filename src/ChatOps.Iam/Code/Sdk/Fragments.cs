using ChatOps.Iam.Code.Flow;
using ChatOps.Iam.Code.Syntax;
using ChatOps.Iam.Data;

namespace ChatOps.Iam.Code.Sdk;

/// <summary>Calls in parts of files, whose clients are declared elsewhere: <c>sns.publish(TopicArn=…)</c>. The receiver's name must name the service, the method one of its operations, and the arguments its parameters.</summary>
internal static class Fragments
{
    private static readonly string[] Ends = ["client", "service", "api"];

    /// <summary>The last name of an expression: <c>self.sns_client</c> ends with <c>sns_client</c>.</summary>
    public static string LastName(Expression expression) => expression switch
    {
        Name name => name.Text,
        Member member => member.Text,
        _ => "",
    };

    /// <summary>The service that a receiver's name names; null when it names none.</summary>
    public static AwsService? ServiceOf(Expression receiver)
    {
        var key = AwsReference.Key(LastName(receiver));
        foreach (var end in Ends)
        {
            if (key.Length > end.Length && key.EndsWith(end, StringComparison.Ordinal))
                key = key[..^end.Length];
        }
        key = key.StartsWith("aws", StringComparison.Ordinal) ? key[3..] : key;
        return key.Length < 2 ? null : AwsReference.Default.FindService(key);
    }

    /// <summary>Notes such a call in a part of a file, or warns of one in a whole file.</summary>
    public static Value? Call(Evaluator evaluator, string method, RecordValue? arguments, Call site)
    {
        if (site.Callee is not Member { Target: var receiver } || ServiceOf(receiver) is not { } service || service.Find(method) is not { } operation)
            return null;
        var fits = arguments is { Entries.Count: > 0 } && arguments.Entries.Keys.All(key => operation.Members.Contains(key, StringComparer.Ordinal));
        if (!fits)
            return null;
        if (!evaluator.File.IsPart)
        {
            if (evaluator.File.UsesSdk)
                evaluator.Warn(site.Callee.Line, method, $"\"{LastName(receiver)}.{method}\" looks like {service.Prefix}'s {operation.Name}, but what \"{LastName(receiver)}\" is cannot be told; it is not counted.");
            return null;
        }
        evaluator.Found(service, operation, method, arguments, site.Callee.Line);
        return Results.Of(service, operation, arguments);
    }
}
