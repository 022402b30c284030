using ChatOps.Iam.Code.Flow;
using ChatOps.Iam.Code.Syntax;
using ChatOps.Iam.Data;

namespace ChatOps.Iam.Code.Sdk;

internal sealed partial class JavaScriptSdk
{
    /// <inheritdoc/>
    public override Value Call(Evaluator evaluator, SdkValue callee, CallArguments arguments, Call site)
    {
        var line = site.Callee.Line > 0 ? site.Callee.Line : site.Line;
        if (callee.Kind == SdkKind.Type)
            return TypeCall(evaluator, callee, arguments, site, line);
        if (callee is not { Kind: SdkKind.Method, Owner: { } owner })
            return Value.Unknown;
        if (owner.Kind == SdkKind.Type)
            return owner.Name.StartsWith("document:", StringComparison.Ordinal) && callee.Name == "from" ? InstanceOf(owner) ?? Value.Unknown : callee.Name is "call" or "bind" ? owner : Value.Unknown;
        if (callee.Name == "send")
            return Sent(evaluator, owner, arguments, line);
        if (owner is { Kind: SdkKind.Special, Name: "document" } && Document.TryGetValue(callee.Name, out var item))
        {
            if (item.Length > 0)
                evaluator.Found(owner.Service!, owner.Service!.Find(item)!, callee.Name, Members(arguments.At(0)), line);
            return Value.Unknown;
        }
        if (owner is { Kind: SdkKind.Special, Name: "signer" } && callee.Name == "getAuthToken")
            evaluator.Found(owner.Service!, owner.Service!.Find("GenerateDBAuthToken")!, callee.Name, null, line);
        return owner is { Kind: SdkKind.Client, Service: { } service } ? ClientCall(evaluator, service, callee.Name, arguments, line) : Value.Unknown;
    }

    private Value TypeCall(Evaluator evaluator, SdkValue type, CallArguments arguments, Call site, int line)
    {
        var name = type.Name[(type.Name.IndexOf(':', StringComparison.Ordinal) + 1)..];
        if (type.Service is not { } service)
            return Value.Unknown;
        if (name == "createPresignedPost")
            evaluator.Found(S3, S3.Find("PutObject")!, name, Members(arguments.At(1)), line);
        else if (name.StartsWith("paginate", StringComparison.Ordinal))
        {
            var paged = type.Name.StartsWith("document:", StringComparison.Ordinal) ? Document.GetValueOrDefault(Camel(name[8..]), name[8..]) : name[8..];
            if (service.Find(paged) is { } operation)
                evaluator.Found(service, operation, Camel(operation.Name), Members(arguments.At(1)), line);
        }
        else if (name.StartsWith("waitUntil", StringComparison.Ordinal) || name.StartsWith("waitFor", StringComparison.Ordinal))
        {
            if (service.FindWaiter(name[(name.StartsWith("waitUntil", StringComparison.Ordinal) ? 9 : 7)..]) is { } awaited)
                evaluator.Found(service, awaited, name, Members(arguments.At(1)), line);
        }
        else if (type.Name == Version2 || name == "DocumentClient")
            return Created(evaluator, type, arguments, site);
        return Value.Unknown;
    }

    // A command has been noted where it was made; only one whose service its client tells is noted here.
    private static Value Sent(Evaluator evaluator, SdkValue owner, CallArguments arguments, int line)
    {
        foreach (var request in Requests(arguments.At(0)))
        {
            if (request.Service is { } own && own.Find(request.Name) is { } known)
                return Results.Of(own, known, request.Arguments);
            if (owner.Service is { } service && service.Find(owner.Name == "document" ? Document.GetValueOrDefault(Camel(request.Name), request.Name) : request.Name) is { } operation)
                evaluator.Found(service, operation, Camel(operation.Name), request.Arguments, line);
        }
        return Value.Unknown;
    }

    private static Value ClientCall(Evaluator evaluator, AwsService service, string method, CallArguments arguments, int line)
    {
        switch (method)
        {
            case "getSignedUrl" or "getSignedUrlPromise" or "makeRequest" or "makeUnauthenticatedRequest":
                foreach (var name in Texts(arguments.At(0)))
                {
                    if (service.Find(name) is { } signed)
                        evaluator.Found(service, signed, method, Members(arguments.At(1)), line);
                }
                return Value.Unknown;
            case "waitFor":
                foreach (var name in Texts(arguments.At(0)))
                {
                    if (service.FindWaiter(name) is { } awaited)
                        evaluator.Found(service, awaited, method, Members(arguments.At(1)), line);
                }
                return Value.Unknown;
            case "upload" or "createPresignedPost" when service.Id == "S3":
                evaluator.Found(service, service.Find("PutObject")!, method, Members(arguments.At(0)), line);
                return Value.Unknown;
        }
        if (service.Find(method) is not { } operation || method.Contains('_', StringComparison.Ordinal))
            return Value.Unknown;
        var members = Members(arguments.At(0));
        evaluator.Found(service, operation, method, members, line);
        return Results.Of(service, operation, members);
    }

    /// <inheritdoc/>
    public override Value? CallUnknown(Evaluator evaluator, string method, Value receiver, CallArguments arguments, Call site)
    {
        if (method is "require" or "import" && site.Callee is Name)
        {
            foreach (var module in Texts(arguments.At(0)))
            {
                if (Module(module) is not { } sdk)
                    return evaluator.Required(module);
                evaluator.File.UsesSdk = true;
                evaluator.File.Imports = true;
                return sdk;
            }
        }
        // app.get(S3), container.resolve(SQSClient): an object of the class
        if (method is "get" or "resolve" or "inject" && arguments.At(0) is SdkValue { Kind: SdkKind.Type } wanted && InstanceOf(wanted) is { } injected)
            return injected;
        // Object.values(clients), new Map().get(…)
        if (site.Callee is Syntax.Member { Target: Name { Text: "Object" } } && method is "values" or "entries" && arguments.At(0) is RecordValue record)
            return method == "values" ? new ListValue([evaluator.Items(record)]) : new ListValue([new ListValue([Value.Unknown, evaluator.Items(record)])]);
        // snsClient.send(new PublishCommand(…)), of which the client's declaration is elsewhere.
        if (method == "send" && evaluator.File.IsPart && site.Callee is Syntax.Member { Target: var target } && Fragments.ServiceOf(target) is { } service)
            return Sent(evaluator, new SdkValue(SdkKind.Client, service, target is Syntax.Member or Name && Fragments.LastName(target).Contains("doc", StringComparison.OrdinalIgnoreCase) ? "document" : ""), arguments, site.Callee.Line);
        return Fragments.Call(evaluator, method, arguments.Items.Count > 0 ? Members(arguments.At(0)) : null, site);
    }
}
