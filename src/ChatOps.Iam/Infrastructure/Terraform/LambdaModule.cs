namespace ChatOps.Iam.Infrastructure.Terraform;

/// <summary>The community's Lambda module (<c>terraform-aws-modules/lambda/aws</c>), which makes a function and its role from one call. Its code is not in the repository; its arguments say it all.</summary>
internal static class LambdaModule
{
    // What the module grants when it is told to, and the arguments that say on what; on everything when there are none.
    private static readonly (string Name, string[] Actions, string[] On)[] Switches =
    [
        ("attach_tracing_policy", ["xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:GetSamplingStatisticSummaries"], []),
        ("attach_dead_letter_policy", ["sns:Publish", "sqs:SendMessage"], ["dead_letter_target_arn"]),
        ("attach_async_event_policy", ["sns:Publish", "sqs:SendMessage", "events:PutEvents", "lambda:InvokeFunction", "lambda:InvokeAsync"], ["destination_on_failure", "destination_on_success"]),
        ("attach_network_policy", ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface", "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"], []),
    ];

    /// <summary>Adds the role, its grants and the function.</summary>
    public static void Read(RepositoryPolicies policies, TerraformModule module, TerraformEvaluator evaluator, TerraformBlock call)
    {
        var body = call.Block.Body;
        if (evaluator.Instances(call).FirstOrDefault() is not ({ } scope, var certain) || evaluator.Argument(body, "source", scope)?.AsText?.StartsWith("terraform-aws-modules/lambda/aws", StringComparison.Ordinal) != true)
            return;
        IacValue? Argument(string name) => evaluator.Argument(body, name, scope);
        var own = Argument("create_role") is not IacScalar { Value: false } && Argument("lambda_role") is null;
        var role = own ? policies.Add($"{module.Address}module.{call.Name}", Argument("role_name")?.AsText, call.At) : null;
        policies.Workloads.Add(new Workload
        {
            Name = Argument("function_name")?.AsText ?? call.Name,
            Principal = role?.Key,
            Handler = Argument("handler")?.AsText,
            Folder = Argument("source_path")?.Texts().FirstOrDefault() is { } path && !path.Contains("${", StringComparison.Ordinal) ? Folders.Resolve(path.StartsWith(module.Folder, StringComparison.Ordinal) ? "" : module.Folder, path) : null,
            Environment = (Argument("environment_variables") as IacMap)?.Entries ?? [],
        });
        if (role is null)
            return;

        List<Grant> grants = [.. ManagedPolicies.Find("AWSLambdaBasicExecutionRole", call.At)!];
        bool Attached(string switchName) => Argument(switchName) is not (null or IacScalar { Value: false });
        foreach (var (name, actions, on) in Switches.Where(one => Attached(one.Name)))
        {
            List<string> resources = [.. on.SelectMany(argument => Argument(argument)?.Texts() ?? [])];
            grants.Add(new Grant { Allows = true, Actions = actions, Resources = on.Length == 0 ? ["*"] : resources, At = call.At });
        }

        if (Attached("attach_policy_statements") && Argument("policy_statements") is { } statements)
            grants.AddRange(Items(statements).Select(statement => Statement(statement, call.At)).OfType<Grant>());
        foreach (var document in ((string[])["policy_json", "policy_jsons"]).Where(name => Attached("attach_" + name)).SelectMany(name => Argument(name)?.Each() ?? []))
        {
            if (StatementReader.ReadDocument(document, call.At) is { } read)
                grants.AddRange(read);
            else
                role.Unread.Add($"a policy of module.{call.Name} at {call.At}");
        }

        foreach (var arn in ((string[])["policy", "policies"]).Where(name => Attached("attach_" + name)).SelectMany(name => Argument(name)?.Texts() ?? []))
        {
            if (ManagedPolicies.Find(arn, call.At) is { } known)
                grants.AddRange(known);
            else
                role.Unread.Add(arn);
        }

        role.Grants.AddRange(certain ? grants : grants.Select(grant => grant with { IsCertain = false }));
    }

    private static IEnumerable<IacValue> Items(IacValue statements) => statements is IacMap map ? map.Entries.Select(entry => entry.Value) : statements.Each();

    private static Grant? Statement(IacValue statement, Place at)
    {
        var actions = statement.Member("actions") ?? statement.Member("not_actions");
        var resources = statement.Member("resources") ?? statement.Member("not_resources");
        if (actions is null || resources is null)
            return null;
        return new Grant
        {
            Allows = statement.Member("effect")?.AsText is not ("Deny" or "deny"),
            Actions = [.. actions.Texts()],
            ExceptActions = statement.Member("actions") is null,
            Resources = [.. resources.Texts()],
            ExceptResources = statement.Member("resources") is null,
            Conditions = statement.Member("condition") is IacMap conditions
                ? [.. conditions.Entries.Select(entry => (entry.Value.Member("test")?.AsText ?? "", entry.Value.Member("variable")?.AsText ?? "", (IReadOnlyList<string>)[.. entry.Value.Member("values")?.Texts() ?? []]))] : [],
            IsCertain = !statement.IsUncertain,
            At = statement.At ?? at,
        };
    }
}
