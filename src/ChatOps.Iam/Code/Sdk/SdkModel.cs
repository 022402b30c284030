using ChatOps.Iam.Code.Flow;
using ChatOps.Iam.Code.Syntax;
using ChatOps.Iam.Data;

namespace ChatOps.Iam.Code.Sdk;

/// <summary>How an SDK looks in one language: what its imports bring, what makes its clients, and which of their methods call which operation.</summary>
internal abstract class SdkModel
{
    private static readonly SdkModel Python = new PythonSdk();
    private static readonly SdkModel JavaScript = new JavaScriptSdk();
    private static readonly SdkModel CSharp = new CSharpSdk();
    private static readonly SdkModel Java = new JavaSdk();
    private static readonly SdkModel Go = new GoSdk();

    private static readonly HashSet<string> Wrappers = new(StringComparer.Ordinal)
    {
        "Optional", "Union", "Annotated", "Final", "ClassVar", "Awaitable", "AsyncIterator", "Iterator", "Generator", "AsyncGenerator", "Callable",
        "Promise", "Readonly", "Partial", "Required", "NonNullable", "Lazy", "Task", "ValueTask", "Func", "IOptions", "Nullable", "IEnumerable", "List", "IReadOnlyList",
        "Supplier", "Provider", "CompletableFuture", "ObjectProvider", "ThreadLocal", "AtomicReference", "Mono",
    };

    /// <summary>The model of a language.</summary>
    public static SdkModel Of(CodeLanguage language) => language switch
    {
        CodeLanguage.Python => Python,
        CodeLanguage.JavaScript => JavaScript,
        CodeLanguage.CSharp => CSharp,
        CodeLanguage.Java => Java,
        _ => Go,
    };

    /// <summary>Whether a generic type stands for its argument.</summary>
    public static bool Wraps(string type) => Wrappers.Contains(type);

    /// <summary>What an import brings; null when it is not the SDK's.</summary>
    public abstract Value? Import(Evaluator evaluator, Import import);

    /// <summary>What a value of a written type is; null when the type is not the SDK's.</summary>
    public abstract Value? TypeOf(Evaluator evaluator, TypeName type);

    /// <summary>What a value of an imported type is; null when that is nothing of the SDK's.</summary>
    public abstract Value? InstanceOf(Value type);

    /// <summary>A member of a thing of the SDK.</summary>
    public abstract Value Member(Evaluator evaluator, SdkValue target, string name, Expression? site);

    /// <summary>The result of calling a thing of the SDK.</summary>
    public abstract Value Call(Evaluator evaluator, SdkValue callee, CallArguments arguments, Call site);

    /// <summary>What creating a type of the SDK makes; null when it is not the SDK's.</summary>
    public abstract Value? Create(Evaluator evaluator, Value? type, TypeName name, CallArguments arguments, RecordValue? initializer, Creation site);

    /// <summary>A call whose receiver is not known, but whose arguments may tell what it is; null when they do not.</summary>
    public virtual Value? CallUnknown(Evaluator evaluator, string method, Value receiver, CallArguments arguments, Call site) => null;

    /// <summary>What a generic method gives whose type argument is this type (<c>GetClient&lt;IAmazonS3&gt;()</c>); null when that says nothing.</summary>
    public virtual Value? Given(Evaluator evaluator, string method, TypeName type) => null;

    /// <summary>What running over a thing of the SDK gives.</summary>
    public virtual Value Item(SdkValue source) => Value.Unknown;

    /// <summary>A variable that no code declares, like <c>process</c>; null when it is none.</summary>
    public virtual Value? Global(Evaluator evaluator, string name) => null;

    /// <summary>A request with its members.</summary>
    public virtual Value WithArguments(SdkValue request, RecordValue members) => new SdkValue(request.Kind, request.Service, request.Name) { Arguments = members, Site = request.Site };

    /// <summary>A client of a service.</summary>
    protected static SdkValue Client(AwsService service) => new(SdkKind.Client, service, "");

    /// <summary>The single dictionary that a value may be; null when it is none.</summary>
    protected static RecordValue? Members(Value value) => value.Alternatives.OfType<RecordValue>().FirstOrDefault() ?? value.Alternatives.OfType<SdkValue>().FirstOrDefault(one => one.Arguments is not null)?.Arguments;

    /// <summary>The strings that a value may be.</summary>
    protected static IEnumerable<string> Texts(Value value) => value.Alternatives.Select(one => one is StringValue text ? text.Pattern : one is EnvironmentValue { Resolved: { } resolved } ? resolved : null).OfType<string>();

    /// <summary>The requests that a value may be.</summary>
    protected static IEnumerable<SdkValue> Requests(Value value) => value.Alternatives.OfType<SdkValue>().Where(one => one.Kind == SdkKind.Request);

    /// <summary>Reads the environment: <c>get(NAME, default)</c>.</summary>
    protected static Value EnvironmentVariable(Evaluator evaluator, CallArguments arguments)
    {
        var standard = Texts(arguments.At(1)).FirstOrDefault();
        foreach (var name in Texts(arguments.At(0)))
            return evaluator.Variable(name, standard);
        return Value.Unknown;
    }
}
