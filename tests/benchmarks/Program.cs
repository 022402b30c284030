using ChatOps.Benchmarks;

return args switch
{
    ["traces", .. var rest] => await TracesBenchmark.RunAsync(Arguments.Read(rest), CancellationToken.None),
    ["score", .. var rest] => ScoreReport.Run(Arguments.Read(rest)),
    ["speed", .. var rest] => await SpeedBenchmark.RunAsync(Arguments.Read(rest), CancellationToken.None),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        traces --cases FILE --mirrors DIR --out FILE [--data DIR] [--features FILE] [--sample N]
        score  --cases FILE --out FILE
        speed  --cases FILE --mirrors DIR [--data DIR]
        """);
    return 2;
}
