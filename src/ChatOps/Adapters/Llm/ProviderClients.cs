using System.ClientModel;
using System.ClientModel.Primitives;
using System.Collections.Concurrent;
using Anthropic;
using Anthropic.Core;
using Anthropic.Models.Messages;
using ChatOps.Adapters.Aws;
using ChatOps.Adapters.Llm.Bedrock;
using Microsoft.Extensions.AI;
using OpenAI;

namespace ChatOps.Adapters.Llm;

/// <summary>The vendors' SDKs, one client per provider. Nothing outside this folder sees their types.</summary>
internal sealed class ProviderClients(TimeProvider clock) : IDisposable
{
    /// <summary>Far beyond any deadline: our own time limits, which tests can turn, come first.</summary>
    private static readonly TimeSpan SdkTimeout = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, Lazy<IChatClient>> _clients = new(StringComparer.OrdinalIgnoreCase);

    private readonly HttpClient _http = new(FailedStatusHandler.Create(clock))
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Who signs requests to AWS.</summary>
    public AwsIdentity AwsIdentity { get; init; } = AwsKey.FromEnvironmentAsync;

    /// <summary>The client for a provider. It retries nothing by itself.</summary>
    public IChatClient For(ProviderOptions provider)
        => _clients.GetOrAdd(provider.Name, _ => new Lazy<IChatClient>(() => provider.Kind switch
        {
            "anthropic" => Anthropic(provider),
            "azure_openai" => Azure(provider),
            "bedrock" => new BedrockChatClient(_http, provider, AwsIdentity),
            _ => OpenAI(provider, _http, provider.BaseUrl),
        })).Value;

    /// <summary>The system prompt as the vendor caches it best.</summary>
    public static ChatMessage System(ProviderOptions provider, string text)
        => new(ChatRole.System, [provider.Kind == "anthropic" ? new TextContent(text).WithCacheControl(new CacheControlEphemeral()) : new TextContent(text)]);

    /// <summary>
    /// The conversation as the vendor caches it best. Each round repeats the one before and adds to it, so that its end is where the next one's news begin.
    /// Anthropic wants that said (docs.claude.com, "Prompt caching", at most four marks a request); Bedrock's requests are marked where they are written; OpenAI finds the common beginning by itself.
    /// </summary>
    /// <param name="provider">Who is asked.</param>
    /// <param name="messages">Rules first; not changed.</param>
    public static IReadOnlyList<ChatMessage> Turn(ProviderOptions provider, IReadOnlyList<ChatMessage> messages)
    {
        if (provider.Kind != "anthropic" || messages[^1].Contents is not [.., var last])
            return messages;
        // A copy is marked: a mark that stays would be one too many some rounds later.
        AIContent? marked = last switch
        {
            TextContent text => new TextContent(text.Text).WithCacheControl(new CacheControlEphemeral()),
            FunctionResultContent result => new FunctionResultContent(result.CallId, result.Result).WithCacheControl(new CacheControlEphemeral()),
            _ => null,
        };
        return marked is null ? messages : [.. messages.SkipLast(1), new ChatMessage(messages[^1].Role, [.. messages[^1].Contents.SkipLast(1), marked])];
    }

    /// <summary>Structured output in the vendor's strictest form.</summary>
    public static ChatOptions Options(ProviderOptions provider, ChatResponseFormat format, int maxOutputTokens)
        => new()
        {
            ResponseFormat = format,
            MaxOutputTokens = maxOutputTokens,
            AdditionalProperties = provider.Kind is "openai" or "azure_openai" ? new AdditionalPropertiesDictionary { ["strict"] = true } : null,
        };

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var client in _clients.Values.Where(client => client.IsValueCreated))
            client.Value.Dispose();

        _http.Dispose();
    }

    private IChatClient Anthropic(ProviderOptions provider)
    {
        var options = new ClientOptions { ApiKey = Key(provider), MaxRetries = 0, Timeout = SdkTimeout, HttpClient = _http };
        if (!string.IsNullOrWhiteSpace(provider.BaseUrl))
            options.BaseUrl = provider.BaseUrl.TrimEnd('/');

        return new AnthropicClient(options).AsIChatClient(provider.Model);
    }

    private static OpenAIUsageClient OpenAI(ProviderOptions provider, HttpClient http, string? baseUrl)
    {
        var options = new OpenAIClientOptions
        {
            NetworkTimeout = SdkTimeout,
            RetryPolicy = new ClientRetryPolicy(0),
            Transport = new HttpClientPipelineTransport(http),
        };
        if (!string.IsNullOrWhiteSpace(baseUrl))
            options.Endpoint = new Uri(baseUrl);

        return new OpenAIUsageClient(new OpenAIClient(new ApiKeyCredential(Key(provider)), options).GetChatClient(provider.Model).AsIChatClient());
    }

    // The same protocol at other addresses, with the key in another header.
    private OwnedChatClient Azure(ProviderOptions provider)
    {
        var http = new HttpClient(new AzureOpenAIHandler(provider, clock)) { Timeout = Timeout.InfiniteTimeSpan };
        return new OwnedChatClient(OpenAI(provider, http, AzureOpenAIHandler.Address(provider)), http);
    }

    private sealed class OwnedChatClient(IChatClient inner, HttpClient http) : DelegatingChatClient(inner)
    {
        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (disposing)
                http.Dispose();
        }
    }

    /// <summary>The SDKs insist on a key where an endpoint of one's own needs none.</summary>
    private static string Key(ProviderOptions provider) => string.IsNullOrWhiteSpace(provider.ApiKey) ? "none" : provider.ApiKey;
}
