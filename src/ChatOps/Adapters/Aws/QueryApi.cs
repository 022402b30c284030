using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using ChatOps.Chat;

namespace ChatOps.Adapters.Aws;

/// <summary>AWS' Query protocol: an action and its parameters as a form, XML back. Every failure is a sentence; throttling is waited out.</summary>
internal sealed class QueryApi(TimeProvider clock) : IDisposable
{
    private const int MostTries = 4;
    private const int LongestAnswer = 4 * 1024 * 1024;
    private const string Form = "application/x-www-form-urlencoded; charset=utf-8";

    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(5);

    // docs.aws.amazon.com, "Common errors" of IAM and STS.
    private static readonly string[] Throttles = ["Throttling", "ThrottlingException", "RequestLimitExceeded", "TooManyRequestsException", "SlowDown"];

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5), MaxResponseHeadersLength = 64 })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = LongestAnswer,
    };

    /// <summary>Asks, up to four times while AWS throttles or fails.</summary>
    /// <param name="service">The service: <c>iam</c>, <c>sts</c>.</param>
    /// <param name="target">Where it is, and the region that it is signed for.</param>
    /// <param name="version">The API's version.</param>
    /// <param name="parameters">The action and its parameters.</param>
    /// <param name="key">Who asks.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The answer's <c>…Result</c> element.</returns>
    public async Task<Answer<XElement>> AskAsync(string service, (Uri Endpoint, string Region) target, string version, IEnumerable<(string Name, string Value)> parameters, AwsKey key, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(string.Join('&', parameters.Append(("Version", version)).Select(pair => $"{Uri.EscapeDataString(pair.Item1)}={Uri.EscapeDataString(pair.Item2)}")));
        for (var attempt = 1; ; attempt++)
        {
            var (answer, again) = await TryAsync(service, target, body, key, cancellationToken);
            if (!again || attempt == MostTries)
                return answer;
            // A quarter of a second, doubled with each try, with jitter so that many do not come back at the same moment.
            await Task.Delay(TimeSpan.FromSeconds(0.25 * Math.Pow(2, attempt - 1) * (0.75 + (0.5 * Random.Shared.NextDouble()))), clock, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<(Answer<XElement> Answer, bool Again)> TryAsync(string service, (Uri Endpoint, string Region) target, byte[] body, AwsKey key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(target.Endpoint, "/")) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(Form);
        foreach (var (name, value) in RequestSignature.Headers(service, target.Endpoint, "/", null, Form, target.Region, body, key))
            request.Headers.TryAddWithoutValidation(name, value);
        using var limit = new CancellationTokenSource(TimeLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            var text = await response.Content.ReadAsStringAsync(either.Token);
            var xml = Read(text);
            if (response.IsSuccessStatusCode)
                return xml?.Elements().FirstOrDefault(element => element.Name.LocalName.EndsWith("Result", StringComparison.Ordinal)) is { } result
                    ? (result, false)
                    : (new Refusal(RefusalKind.ProviderFailed, $"AWS' answer ({service}) could not be read"), false);
            return Failure(service, response.StatusCode, xml);
        }
        catch (HttpRequestException)
        {
            return (new Refusal(RefusalKind.ProviderFailed, $"AWS ({service}) could not be reached"), true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (new Refusal(RefusalKind.DeadlinePassed, $"AWS ({service}) did not answer in time"), true);
        }
    }

    // AWS repeats names and keys in its messages: only its code is passed on.
    private static (Answer<XElement>, bool) Failure(string service, HttpStatusCode status, XElement? xml)
    {
        var code = xml?.Descendants().FirstOrDefault(element => element.Name.LocalName == "Code")?.Value is { Length: > 0 and < 60 } text && text.All(char.IsAsciiLetterOrDigit) ? text : null;
        var number = (int)status;
        if (number is 429 or 503 || (code is not null && Throttles.Contains(code)))
            return (new Refusal(RefusalKind.OverLimit, $"AWS ({service}) is throttling"), true);
        if (number >= 500)
            return (new Refusal(RefusalKind.ProviderFailed, $"AWS ({service}) failed ({number})"), true);
        return (code switch
        {
            "NoSuchEntity" => new Refusal(RefusalKind.NotFound, "AWS does not know it"),
            "AccessDenied" or "AccessDeniedException" => new Refusal(RefusalKind.Forbidden, "our own credentials may not do that"),
            "SignatureDoesNotMatch" or "InvalidClientTokenId" or "UnrecognizedClientException" or "ExpiredToken" or "IncompleteSignature" or "MissingAuthenticationToken" or "RequestExpired" => new Refusal(RefusalKind.Unauthenticated, $"AWS does not take our credentials ({code})"),
            _ => new Refusal(RefusalKind.ProviderFailed, $"AWS ({service}) did not accept the question ({code ?? number.ToString(System.Globalization.CultureInfo.InvariantCulture)})"),
        }, false);
    }

    private static XElement? Read(string text)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XElement.Load(reader);
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
