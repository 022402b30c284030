using System.ComponentModel;
using ChatOps.Chat;
using Microsoft.SemanticKernel;

namespace ChatOps.Running;

/// <summary>Checks a request's arguments against the function that will get them, so that a wrong one is a sentence and not an exception.</summary>
internal static class FunctionArguments
{
    /// <summary>What is missing or does not convert; null when nothing is.</summary>
    public static Refusal? Check(KernelFunction function, IReadOnlyDictionary<string, string> arguments)
    {
        var wrong = new Dictionary<string, string>();
        foreach (var parameter in function.Metadata.Parameters)
        {
            if (!arguments.TryGetValue(parameter.Name, out var value))
            {
                if (parameter.IsRequired)
                    wrong[parameter.Name] = "is required.";
            }
            else if (!Converts(value, parameter.ParameterType))
            {
                wrong[parameter.Name] = "is not of the right kind.";
            }
        }

        return wrong.Count == 0
            ? null
            : new Refusal(RefusalKind.Invalid, $"{string.Join(" ", wrong.Select(field => $"{field.Key} {field.Value}"))} Correct it and try again.") { Fields = wrong };
    }

    private static bool Converts(string value, Type? type)
    {
        if (type is null || type == typeof(string) || type == typeof(object))
            return true;
        try
        {
            TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }
}
