namespace ChatOps.Capabilities.Costs;

/// <summary>Adds up calls, in whole nano-dollars. Give it the calls of one operation after those of another, never mixed.</summary>
internal sealed class CostTally
{
    private const decimal NanoPerDollar = 1_000_000_000m;

    private readonly Dictionary<string, Sum>[] _byDimension = [.. Enum.GetValues<CostDimension>().Select(_ => new Dictionary<string, Sum>(StringComparer.Ordinal))];

    /// <summary>Everything.</summary>
    public Sum Total { get; } = new();

    /// <summary>Adds calls of one operation to one model.</summary>
    public void Add(CallSums calls)
    {
        Total.Add(calls);
        ReadOnlySpan<string> keys = [calls.Kind, calls.Provider, calls.Model, calls.RequestedBy, calls.Repo ?? ""];
        for (var i = 0; i < keys.Length; i++)
        {
            if (!_byDimension[i].TryGetValue(keys[i], out var sum))
                _byDimension[i][keys[i]] = sum = new Sum();
            sum.Add(calls);
        }
    }

    /// <summary>A dimension's rows, the dearest first.</summary>
    public IReadOnlyList<CostRow> Rows(CostDimension dimension) =>
    [
        .. _byDimension[(int)dimension]
            .OrderByDescending(pair => pair.Value.Nano).ThenByDescending(pair => pair.Value.Input + pair.Value.Output).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new CostRow(pair.Key, pair.Value.Dollars, pair.Value.Operations, pair.Value.Input, pair.Value.Output, pair.Value.Unpriced)),
    ];

    /// <summary>Nano-dollars as dollars; nothing is rounded.</summary>
    public static decimal Dollars(long nano) => nano / NanoPerDollar;

    /// <summary>A sum of calls.</summary>
    internal sealed class Sum
    {
        private string? _operation;
        private long _calls;

        public long Nano { get; private set; }

        public long Input { get; private set; }

        public long Output { get; private set; }

        public long Operations { get; private set; }

        /// <summary>Calls without a price.</summary>
        public long Unpriced { get; private set; }

        /// <summary>US dollars; null when there are calls and none has a price.</summary>
        public decimal? Dollars => _calls > 0 && Unpriced == _calls ? null : CostTally.Dollars(Nano);

        public void Add(CallSums calls)
        {
            Nano += calls.Nano;
            Input += calls.Input;
            Output += calls.Output;
            Unpriced += calls.Calls - calls.Priced;
            _calls += calls.Calls;
            if (_operation == calls.OperationId)
                return;
            _operation = calls.OperationId;
            Operations++;
        }
    }
}

/// <summary>The calls of one operation to one model, added up by the database.</summary>
internal sealed class CallSums
{
    public string OperationId { get; init; } = "";
    public string Kind { get; init; } = "";
    public string Provider { get; init; } = "";
    public string Model { get; init; } = "";
    public string RequestedBy { get; init; } = "";
    public string? Repo { get; init; }
    public long First { get; init; }
    public long Nano { get; init; }
    public long Calls { get; init; }
    public long Priced { get; init; }
    public long Input { get; init; }
    public long Output { get; init; }
}
