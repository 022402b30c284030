using ChatOps.Benchmarks;

return args switch
{
    ["traces", .. var rest] => await TracesBenchmark.RunAsync(Arguments.Read(rest), CancellationToken.None),
    ["score", .. var rest] => ScoreReport.Run(Arguments.Read(rest)),
    ["speed", .. var rest] => await SpeedBenchmark.RunAsync(Arguments.Read(rest), CancellationToken.None),
    ["fuzz", .. var rest] => TraceFuzz.Run(Arguments.Read(rest)),
    ["revert", .. var rest] => await RevertBenchmark.RunAsync(Arguments.Read(rest), CancellationToken.None),
    ["trace-speed", ..] => TraceSpeed.Run(),
    ["iam-calls", .. var rest] => CallBenchmark.Run(Arguments.Read(rest)),
    ["iam-compare", .. var rest] => CallComparison.Run(Arguments.Read(rest)),
    ["iam-call-speed", .. var rest] => CallSpeed.Run(Arguments.Read(rest)),
    ["iam-call-fuzz", .. var rest] => CallFuzz.Run(Arguments.Read(rest)),
    ["iam-allocations", ..] => IamAllocations.Run(),
    ["iam-hcl", .. var rest] => await IamHclBenchmark.RunAsync(Arguments.Read(rest), CancellationToken.None),
    ["iam-fuzz", .. var rest] => IamFuzz.Run(Arguments.Read(rest)),
    ["iam-patterns", .. var rest] => IamPatternsBenchmark.Run(Arguments.Read(rest)),
    ["iam-evaluate", .. var rest] => await IamEvaluationBenchmark.RunAsync(Arguments.Read(rest), CancellationToken.None),
    ["start", .. var rest] => await StartBenchmark.RunAsync(Arguments.Read(rest), CancellationToken.None),
    ["history", .. var rest] => await HistoryBenchmark.RunAsync(Arguments.Read(rest), CancellationToken.None),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        traces --cases FILE --mirrors DIR --out FILE [--data DIR] [--features FILE] [--sample N]
        score  --cases FILE --out FILE
        speed  --repo OWNER/NAME --cases FILE --mirrors DIR [--data DIR]
        revert --repo OWNER/NAME --mirrors DIR [--count N]
        fuzz   [--seconds N] [--seed N]
        trace-speed
        iam-calls [--corpus DIR]
        iam-compare --dir DIR --out FILE
        iam-allocations
        iam-call-speed [--corpus DIR]
        iam-call-fuzz [--seconds N] [--seed N] [--corpus DIR]
        history [--calls N] [--postgres CONNECTION]
        iam-fuzz [--dir DIR] [--seconds N] [--seed N]
        iam-patterns --dir DIR
        iam-evaluate --count N --peers tests/peers/iam [--seed N]
        iam-hcl --dir DIR --peers tests/peers/iam
        """);
    return 2;
}
