using System.Reflection;

namespace ChatOps.Running;

/// <summary>Marks what answers a command by changing the world. It is no <c>[KernelFunction]</c>, so that no model and no protocol is ever given it: only a person's own request reaches it.</summary>
/// <param name="name">Its name, unique among functions: <c>apply_plan</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CommandActionAttribute(string name) : Attribute
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>The method of a class with that name; null when it has none.</summary>
    public static MethodInfo? Find(Type type, string name) =>
        type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public).FirstOrDefault(method => method.GetCustomAttribute<CommandActionAttribute>()?.Name == name);
}
