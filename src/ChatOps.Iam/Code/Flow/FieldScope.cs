namespace ChatOps.Iam.Code.Flow;

/// <summary>Makes a class's fields and methods visible as names, as Java and C# do.</summary>
internal sealed class FieldScope
{
    /// <summary>Reads the members as they are known now.</summary>
    public FieldScope(ClassInfo info, Scope outer)
    {
        Scope = new Scope(outer);
        Scope.Set("this", new InstanceValue(info));
        foreach (var (name, method) in info.Methods)
            Scope.Set(name, new FunctionValue(method, new InstanceValue(info)));
        foreach (var (name, value) in info.Fields)
            Scope.Set(name, value);
        Scope.Members = info;
    }

    /// <summary>The scope.</summary>
    public Scope Scope { get; }
}
