using ChatOps.Iam.Code.Syntax;
using ChatOps.Iam.Data;

namespace ChatOps.Iam.Code.Flow;

internal sealed partial class Evaluator
{
    /// <summary>Notes a call.</summary>
    /// <param name="service">The service.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="method">The method as written.</param>
    /// <param name="arguments">Its parameters; null when nothing is known of them.</param>
    /// <param name="line">The line.</param>
    /// <param name="site">What makes the request, when it is a thing that must still be sent.</param>
    public void Found(AwsService service, AwsOperation operation, string method, RecordValue? arguments, int line, Expression? site = null)
    {
        if (recording)
            Calls.Add(new Found(file, line, method, service, operation, arguments) { Site = site });
    }

    /// <summary>Notes a call that the SDK makes by itself under a condition.</summary>
    public void Sometimes(AwsService service, string operation, string method, RecordValue? arguments, int line, string when)
    {
        if (recording && service.Find(operation) is { } found)
            Calls.Add(new Found(file, line, method, service, found, arguments) { When = when });
    }

    /// <summary>Notes a call that happens when what is made here is used; the use takes its place.</summary>
    public void Pending(Expression site, AwsService service, AwsOperation operation, string method)
    {
        if (recording)
            pending[site] = new Found(file, site.Line, method, service, operation, null);
    }

    /// <summary>Notes the use of what was pending.</summary>
    public void Settle(Expression? site)
    {
        if (recording && site is not null)
            settled.Add(site);
    }

    /// <summary>Says once what could not be told.</summary>
    public void Warn(int line, string method, string sentence)
    {
        if (recording && warned.Add((file.Source.Path, line, method, sentence)))
            Warnings.Add($"{file.Source.Path}:{line}: {sentence}");
    }
}
