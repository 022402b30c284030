using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Tests.Support.GitHub;

/// <summary>Serves a bare repository over smart HTTP with <c>git http-backend</c>, which speaks CGI.</summary>
internal static class GitBackend
{
    public static async Task ServeAsync(HttpContext context, string directory, string path, string user)
    {
        var start = new ProcessStartInfo("git", ["http-backend"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var request = context.Request;
        foreach (var (name, value) in new Dictionary<string, string?>
        {
            ["GIT_PROJECT_ROOT"] = directory,
            ["GIT_HTTP_EXPORT_ALL"] = "1",
            ["GIT_CONFIG_NOSYSTEM"] = "1",
            ["GIT_CONFIG_GLOBAL"] = "/dev/null",
            ["PATH_INFO"] = path,
            ["QUERY_STRING"] = request.QueryString.Value?.TrimStart('?'),
            ["REQUEST_METHOD"] = request.Method,
            ["CONTENT_TYPE"] = request.ContentType,
            ["CONTENT_LENGTH"] = request.ContentLength?.ToString(CultureInfo.InvariantCulture),
            ["HTTP_CONTENT_ENCODING"] = request.Headers.ContentEncoding,
            ["GIT_PROTOCOL"] = request.Headers["Git-Protocol"],
            ["REMOTE_USER"] = user,
        })
            start.Environment[name] = value ?? "";
        using var process = Process.Start(start)!;
        var sending = SendAsync(request.Body, process, context.RequestAborted);
        var output = process.StandardOutput.BaseStream;
        while (await LineAsync(output) is { Length: > 0 } header)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            var (name, value) = (header[..colon], header[(colon + 1)..].Trim());
            if (name == "Status") context.Response.StatusCode = int.Parse(value[..3], CultureInfo.InvariantCulture);
            else context.Response.Headers[name] = value;
        }

        await output.CopyToAsync(context.Response.Body, context.RequestAborted);
        await sending;
        await process.WaitForExitAsync(context.RequestAborted);
    }

    private static async Task SendAsync(Stream body, Process process, CancellationToken cancellationToken)
    {
        try
        {
            await body.CopyToAsync(process.StandardInput.BaseStream, cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has heard enough.
        }
    }

    private static async Task<string> LineAsync(Stream stream)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one) == 1 && one[0] != '\n')
        {
            if (one[0] != '\r') line.Append((char)one[0]);
        }

        return line.ToString();
    }
}
