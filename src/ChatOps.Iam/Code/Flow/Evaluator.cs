using ChatOps.Iam.Code.Sdk;
using ChatOps.Iam.Code.Syntax;

namespace ChatOps.Iam.Code.Flow;

/// <summary>Reads a set of files as a program that only clients, requests and names flow through: values go from variables to variables, through fields, parameters and results, over a few rounds, and each call on something of an SDK is noted.</summary>
internal sealed partial class Evaluator
{
    private const int MostRounds = 4;

    private readonly List<FileInfo> files;
    private readonly Dictionary<Function, FunctionInfo> functions = [];
    private readonly Dictionary<Class, ClassInfo> classes = [];
    private readonly Dictionary<string, List<ClassInfo>> classesByName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ClassInfo>> implementations = new(StringComparer.Ordinal);
    private readonly HashSet<string> packageNames = new(StringComparer.Ordinal);
    private readonly Modules modules;
    private readonly HashSet<(string, int, string, string)> warned = [];
    private readonly Dictionary<Expression, Found> pending = [];
    private readonly HashSet<Expression> settled = [];
    private readonly Dictionary<Expression, (FileInfo File, string Name)> kept = [];
    private readonly HashSet<(FileInfo, string)> read = [];
    private readonly Dictionary<string, string> environment;

    private FileInfo file;
    private SdkModel model;
    private Frame frame;
    private Scope scope;
    private bool changed;
    private int round;
    private bool recording = true;
    private int depth;
    private int inlined;

    /// <summary>Prepares to read files.</summary>
    /// <param name="sources">The files.</param>
    /// <param name="environment">What the repository's infrastructure sets environment variables to.</param>
    public Evaluator(IReadOnlyList<SourceFile> sources, IReadOnlyDictionary<string, string> environment)
    {
        files = [.. sources.Select(source => new FileInfo(source))];
        modules = new Modules(files);
        this.environment = new Dictionary<string, string>(environment, StringComparer.Ordinal);
        file = files[0];
        model = SdkModel.Of(file.Source.Language);
        frame = new Frame(null);
        scope = file.Scope;
        foreach (var one in files)
        {
            file = one;
            Declare(one.Source.Body, null);
        }
    }

    /// <summary>The calls that were found.</summary>
    public List<Found> Calls { get; } = [];

    /// <summary>What could not be said, as sentences.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>The file that is being read.</summary>
    public FileInfo File => file;

    /// <summary>Reads all files until nothing new is learned.</summary>
    public void Run()
    {
        for (round = 0; round < MostRounds; round++)
        {
            changed = false;
            Calls.Clear();
            pending.Clear();
            Warnings.Clear();
            warned.Clear();
            foreach (var one in files)
                Run(one);
            // A file may import what a later one declares.
            if (!changed && (round > 0 || files.Count == 1))
                break;
        }
        // A command that is kept under a name that nothing reads is never sent.
        Calls.RemoveAll(call => call.Site is { } site && kept.TryGetValue(site, out var name) && !read.Contains(name));
        Calls.AddRange(pending.Where(one => !settled.Contains(one.Key)).Select(one => one.Value));
    }

    private void Run(FileInfo one)
    {
        (file, model, scope) = (one, SdkModel.Of(one.Source.Language), one.Scope);
        frame = new Frame(null);
        Hoist(one.Source.Body);
        Execute(one.Source.Body);
        Drain(frame);
    }

    // Names and objects settle in a second round; what carries a client may need more.
    private void Note(Value before, Value after) => changed |= after.Alternatives.Count > before.Alternatives.Count
        && (round == 0 || after.Alternatives.Any(one => one is SdkValue || (one is InstanceValue instance && instance.Info.Fields.Values.Any(field => field is SdkValue)) || (one is RecordValue record && record.Entries.Values.Any(entry => entry is SdkValue))));

    // Functions that were met run when what surrounds them has run: they see what it has assigned by then.
    private void Drain(Frame finished)
    {
        while (finished.Later.TryDequeue(out var later))
            Execute(later);
    }

    private void Execute(FunctionInfo info)
    {
        if (depth > 40)
            return;
        depth++;
        var (outerScope, outerFrame) = (scope, frame);
        scope = new Scope(info.Scope ?? info.File.Scope);
        frame = new Frame(info);
        Bind(info, [.. info.Parameters.Select((value, i) => Given(value, round == 0 || info.Unknown[i] >= round - 1))]);
        Hoist(info.Function.Body);
        Execute(info.Function.Body);
        var result = Value.Join(info.Result, frame.Result);
        if (!ReferenceEquals(result, info.Result))
        {
            Note(info.Result, result);
            info.Result = result;
        }
        Drain(frame);
        (scope, frame) = (outerScope, outerFrame);
        depth--;
    }

    private void Declare(IReadOnlyList<Statement> statements, ClassInfo? owner)
    {
        foreach (var statement in statements)
        {
            if (statement is FunctionStatement { Function: var function })
            {
                packageNames.Add(function.Name);
                Info(function, owner);
            }
            else if (statement is ClassStatement { Class: var declared })
            {
                packageNames.Add(declared.Name);
                Info(declared);
            }
            else if (statement is Declaration { Pattern: var pattern })
            {
                packageNames.Add(pattern.Name ?? "");
                packageNames.UnionWith(pattern.Parts.Select(part => part.Pattern.Name ?? ""));
            }
            else if (statement is Block block)
                Declare(block.Body, owner);
        }
    }

    private FunctionInfo Info(Function function, ClassInfo? owner)
    {
        if (functions.TryGetValue(function, out var known))
            return known;
        if (function.ReceiverType is { Length: > 0 } receiver && owner is null)
        {
            owner = Named(receiver);
            owner.Methods.TryAdd(function.Name, functions[function] = new FunctionInfo(function, file, owner));
            return functions[function];
        }
        return functions[function] = new FunctionInfo(function, file, owner);
    }

    private ClassInfo Named(string name)
    {
        if (!classesByName.TryGetValue(name, out var named))
            classesByName[name] = named = [];
        var own = named.Find(one => SameDirectory(one.File, file));
        if (own is null)
            named.Add(own = new ClassInfo(name, file));
        return own;
    }

    private static bool SameDirectory(FileInfo one, FileInfo other) =>
        Path.GetDirectoryName(one.Source.Path) == Path.GetDirectoryName(other.Source.Path) && one.Source.Language == other.Source.Language;

    private ClassInfo Info(Class declared)
    {
        if (classes.TryGetValue(declared, out var known))
            return known;
        // Go declares methods beside their type, in any file of its directory; C# splits classes into parts.
        var isShared = declared.Name.Length > 0 && file.Source.Language is CodeLanguage.Go or CodeLanguage.CSharp;
        var info = isShared ? Named(declared.Name) : new ClassInfo(declared.Name, file);
        if (declared.Name.Length > 0 && !isShared)
            (classesByName.TryGetValue(declared.Name, out var named) ? named : classesByName[declared.Name] = []).Add(info);
        classes[declared] = info;
        info.Declared ??= declared;
        info.Bases.AddRange(declared.Bases);
        foreach (var parent in declared.Bases)
            (implementations.TryGetValue(parent.Last, out var children) ? children : implementations[parent.Last] = []).Add(info);
        foreach (var field in declared.Fields)
        {
            if (field.Type is { } type)
                info.Types[field.Name] = type;
        }
        foreach (var method in declared.Methods)
        {
            // Of a method's overloads, the one that does something.
            if (!info.Methods.TryGetValue(method.Name, out var overload) || (overload.Function.IsDeclared && !method.IsDeclared))
                info.Methods[method.Name] = Info(method, info);
        }
        Declare(declared.Body, info);
        return info;
    }

    /// <summary>What runs: a function, or a file when there is none.</summary>
    private sealed class Frame(FunctionInfo? info)
    {
        public FunctionInfo? Info { get; } = info;

        public Value Result { get; set; } = Value.Unknown;

        public Queue<FunctionInfo> Later { get; } = new();
    }
}
