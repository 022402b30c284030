using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps.Adapters.Aws;
using Microsoft.Extensions.AI;

namespace ChatOps.Adapters.Llm.Bedrock;

/// <summary>Amazon Bedrock's Converse API, which is the same for every model that it serves. It only streams: nobody here asks otherwise.</summary>
/// <param name="http">Turns failed statuses into <see cref="CallFailedException"/>.</param>
/// <param name="provider">Region or address, the model, and a Bedrock API key if there is one.</param>
/// <param name="identity">Who signs when there is no API key.</param>
internal sealed class BedrockChatClient(HttpClient http, ProviderOptions provider, AwsIdentity identity) : IChatClient
{
    private readonly Uri _endpoint = new(provider.BaseUrl?.TrimEnd('/') ?? $"https://bedrock-runtime.{provider.Region}.amazonaws.com");

    // Not every model enforces a schema, and which do changes month by month: the first refusal tells.
    private volatile bool _enforcesSchema = true;

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        List<ChatMessage> sent = [.. messages];
        using var response = await SendAsync(sent, options, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var answer = new ConverseAnswer();
        await foreach (var frame in EventStream.ReadAsync(stream, cancellationToken))
        {
            if (answer.Read(frame) is { } update)
                yield return update;
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        // The HTTP client is the host's.
    }

    private async Task<HttpResponseMessage> SendAsync(List<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        var enforces = _enforcesSchema;
        try
        {
            return await SendAsync(ConverseRequest.Of(provider.Model, messages, options, enforces), cancellationToken);
        }
        catch (CallFailedException failure) when (failure is { Failure: CallFailure.Rejected, Status: 400 } && enforces && options?.ResponseFormat is ChatResponseFormatJson { Schema: not null })
        {
            var response = await SendAsync(ConverseRequest.Of(provider.Model, messages, options, enforcesSchema: false), cancellationToken);
            _enforcesSchema = false;
            return response;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(JsonObject body, CancellationToken cancellationToken)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_endpoint, $"model/{Uri.EscapeDataString(provider.Model)}/converse-stream")) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.ParseAdd("application/vnd.amazon.eventstream");
        if (provider.ApiKey is { } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
        else
        {
            var signer = await identity(cancellationToken) ?? throw new CallFailedException(CallFailure.Unauthorised);
            foreach (var (name, value) in RequestSignature.Headers("bedrock", _endpoint, "/model/{model}/converse-stream", ("{model}", provider.Model), "application/json", provider.Region ?? "us-east-1", bytes, signer))
                request.Headers.TryAddWithoutValidation(name, value);
        }

        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }
}
