using ChatOps.Iam.Infrastructure.Terraform;

namespace ChatOps.Iam.Patches;

/// <summary>Writes a policy for a role that has none to add to.</summary>
internal static class NewPolicy
{
    /// <summary>The edit: after the role's own block.</summary>
    public static TextEdit Write(TerraformModule module, TerraformBlock role, IReadOnlyList<NewStatement> statements)
    {
        var text = role.File.Text;
        var end = SourceStyle.LineEnd(text);
        var services = string.Join('_', statements.SelectMany(statement => statement.Actions).Select(action => action.Split(':')[0].Replace('-', '_')).Distinct());
        var name = Free(module, $"{role.Name}_{services}");
        var (loop, reference) = (role.Block.Body.Find("count"), role.Block.Body.Find("for_each")) switch
        {
            ({ }, _) => ($"  count  = length({role.Address}){end}", $"{role.Address}[count.index].id"),
            (_, { }) => ($"  for_each = {role.Address}{end}{end}", "each.value.id"),
            _ => ("", $"{role.Address}.id"),
        };
        var list = statements.Select(statement => "      " + ObjectStatements.Write(statement, ObjectStyle.Default, "      ", end, _ => false));
        return new TextEdit(role.File.Path, role.Block.Span.End, string.Concat(
            end, end, $"resource \"aws_iam_role_policy\" \"{name}\" {{", end,
            loop,
            $"  name   = \"{name.Replace('_', '-')}\"", end,
            $"  role   = {reference}", end,
            "  policy = jsonencode({", end,
            "    Version = \"2012-10-17\"", end,
            "    Statement = [", end,
            string.Join("," + end, list), end,
            "    ]", end,
            "  })", end,
            "}"));
    }

    private static string Free(TerraformModule module, string name)
    {
        var free = name;
        for (var i = 2; module.Blocks.ContainsKey("aws_iam_role_policy." + free); i++)
            free = $"{name}_{i}";
        return free;
    }
}
