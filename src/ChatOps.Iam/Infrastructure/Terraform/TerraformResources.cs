namespace ChatOps.Iam.Infrastructure.Terraform;

/// <summary>The ARNs of the resources that Terraform declares (provider documentation, "arn" of each; formats from the service authorization reference).</summary>
internal static class TerraformResources
{
    // Type, the argument that names it, and the ARN with {} for the name.
    private static readonly Dictionary<string, (string Argument, string Arn)> Types = new(StringComparer.Ordinal)
    {
        ["aws_sns_topic"] = ("name", "arn:aws:sns:*:*:{}"),
        ["aws_sqs_queue"] = ("name", "arn:aws:sqs:*:*:{}"),
        ["aws_dynamodb_table"] = ("name", "arn:aws:dynamodb:*:*:table/{}"),
        ["aws_s3_bucket"] = ("bucket", "arn:aws:s3:::{}"),
        ["aws_lambda_function"] = ("function_name", "arn:aws:lambda:*:*:function:{}"),
        ["aws_lambda_alias"] = ("name", "arn:aws:lambda:*:*:function:*:{}"),
        ["aws_kms_key"] = ("key_id", "arn:aws:kms:*:*:key/{}"),
        ["aws_secretsmanager_secret"] = ("name", "arn:aws:secretsmanager:*:*:secret:{}-??????"),
        ["aws_ssm_parameter"] = ("name", "arn:aws:ssm:*:*:parameter/{}"),
        ["aws_cloudwatch_log_group"] = ("name", "arn:aws:logs:*:*:log-group:{}"),
        ["aws_cloudwatch_event_bus"] = ("name", "arn:aws:events:*:*:event-bus/{}"),
        ["aws_cloudwatch_event_rule"] = ("name", "arn:aws:events:*:*:rule/{}"),
        ["aws_kinesis_stream"] = ("name", "arn:aws:kinesis:*:*:stream/{}"),
        ["aws_kinesis_firehose_delivery_stream"] = ("name", "arn:aws:firehose:*:*:deliverystream/{}"),
        ["aws_sfn_state_machine"] = ("name", "arn:aws:states:*:*:stateMachine:{}"),
        ["aws_sfn_activity"] = ("name", "arn:aws:states:*:*:activity:{}"),
        ["aws_ecs_cluster"] = ("name", "arn:aws:ecs:*:*:cluster/{}"),
        ["aws_ecs_task_definition"] = ("family", "arn:aws:ecs:*:*:task-definition/{}:*"),
        ["aws_ecr_repository"] = ("name", "arn:aws:ecr:*:*:repository/{}"),
        ["aws_cognito_user_pool"] = ("id", "arn:aws:cognito-idp:*:*:userpool/{}"),
        ["aws_cognito_identity_pool"] = ("id", "arn:aws:cognito-identity:*:*:identitypool/{}"),
        ["aws_opensearch_domain"] = ("domain_name", "arn:aws:es:*:*:domain/{}"),
        ["aws_elasticsearch_domain"] = ("domain_name", "arn:aws:es:*:*:domain/{}"),
        ["aws_rds_cluster"] = ("cluster_identifier", "arn:aws:rds:*:*:cluster:{}"),
        ["aws_db_instance"] = ("identifier", "arn:aws:rds:*:*:db:{}"),
        ["aws_codebuild_project"] = ("name", "arn:aws:codebuild:*:*:project/{}"),
        ["aws_codepipeline"] = ("name", "arn:aws:codepipeline:*:*:{}"),
        ["aws_batch_job_queue"] = ("name", "arn:aws:batch:*:*:job-queue/{}"),
        ["aws_batch_job_definition"] = ("name", "arn:aws:batch:*:*:job-definition/{}:*"),
        ["aws_ses_email_identity"] = ("email", "arn:aws:ses:*:*:identity/{}"),
        ["aws_ses_domain_identity"] = ("domain", "arn:aws:ses:*:*:identity/{}"),
        ["aws_iot_thing"] = ("name", "arn:aws:iot:*:*:thing/{}"),
        ["aws_glue_job"] = ("name", "arn:aws:glue:*:*:job/{}"),
        ["aws_athena_workgroup"] = ("name", "arn:aws:athena:*:*:workgroup/{}"),
        ["aws_scheduler_schedule_group"] = ("name", "arn:aws:scheduler:*:*:schedule-group/{}"),
        ["aws_bedrockagent_knowledge_base"] = ("id", "arn:aws:bedrock:*:*:knowledge-base/{}"),
        ["aws_bedrockagent_agent"] = ("agent_id", "arn:aws:bedrock:*:*:agent/{}"),
        ["aws_bedrock_guardrail"] = ("guardrail_id", "arn:aws:bedrock:*:*:guardrail/{}"),
        ["aws_appconfig_application"] = ("id", "arn:aws:appconfig:*:*:application/{}"),
        ["aws_apigatewayv2_api"] = ("id", "arn:aws:execute-api:*:*:{}"),
        ["aws_elasticache_cluster"] = ("cluster_id", "arn:aws:elasticache:*:*:cluster:{}"),
    };

    /// <summary>The declared resource; null for types without an ARN of use here.</summary>
    public static IacResource? Declare(TerraformEvaluator evaluator, TerraformBlock block)
    {
        if (!Types.TryGetValue(block.Type, out var type))
            return null;
        var (scope, _) = evaluator.Instances(block).FirstOrDefault();
        var name = scope is null ? null : evaluator.Argument(block.Block.Body, type.Argument, scope)?.AsText;
        var reference = evaluator.Module.Address + block.Address;
        var shown = name ?? "${" + reference + "}";
        // A parameter's path begins with a slash; its ARN has only one.
        return new IacResource(reference, block.Type, name, type.Arn.Replace("{}", block.Type == "aws_ssm_parameter" ? shown.TrimStart('/') : shown, StringComparison.Ordinal));
    }
}
