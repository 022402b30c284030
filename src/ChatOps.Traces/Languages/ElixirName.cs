namespace ChatOps.Traces;

/// <summary>Takes Elixir calls apart: <c>anonymous fn/1 in Shop.Cart.add/2</c> is <c>Shop.Cart</c> and <c>add</c>.</summary>
internal static class ElixirName
{
    public static void Split(ReadOnlySpan<char> call, out string? type, out string? function)
    {
        (type, function) = (null, null);
        if (call.StartsWith("anonymous fn/") && call.IndexOf(" in ") is > 0 and var inside)
            call = call[(inside + 4)..];
        if (call.StartsWith("(") || call.IsEmpty)
        {
            function = call.IsEmpty ? null : call.ToString();
            return;
        }
        // The arity, the arguments, or a quoted name that holds anything at all ("test adds/1").
        var open = call.IndexOf('(');
        if (open > 0)
            call = call[..open];
        var slash = call.LastIndexOf('/');
        if (slash > 0 && slash + 1 < call.Length && char.IsAsciiDigit(call[slash + 1]))
            call = call[..slash];
        // ":erlang./(1, 0)" calls an operator.
        if (call.StartsWith(":") && call.IndexOf('.') is > 1 and var colon)
        {
            type = call[1..colon].ToString();
            function = call[(colon + 1)..].ToString();
            return;
        }
        var quote = call.IndexOf(".\"");
        var dot = quote > 0 ? quote : call.LastIndexOf('.');
        if (dot == call.Length - 1 && dot > 0)
            dot = call[..dot].LastIndexOf('.');
        function = call[(dot + 1)..].Trim('"').ToString();
        type = dot > 0 ? call[..dot].TrimStart(':').ToString() : null;
        if (function.Length > 1 && function[0] == '-' && function.IndexOf('/', StringComparison.Ordinal) is > 1 and var arity)
            function = function[1..arity];
    }
}
