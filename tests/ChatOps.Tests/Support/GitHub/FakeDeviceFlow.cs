using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Tests.Support.GitHub;

/// <summary>The fake's device flow.</summary>
internal sealed class FakeDeviceFlow(FakeGitHub fake)
{
    private readonly List<Flow> flows = [];
    private readonly List<string> secrets = [];

    /// <summary>The client id that the fake knows.</summary>
    public const string ClientId = "Iv1.0123456789abcdef";

    /// <summary>How often somebody asked how a flow is.</summary>
    public int Polls { get; private set; }

    /// <summary>Answers the next question with <c>slow_down</c>.</summary>
    public bool SlowDownNext { get; set; }

    /// <summary>Every device code and token that was given out.</summary>
    public IReadOnlyList<string> Secrets => secrets;

    /// <summary>A person types the code and agrees.</summary>
    public void Authorize(string userCode, string login) => flows.Find(flow => flow.UserCode == userCode)!.Login = login;

    /// <summary>A person types the code and does not agree.</summary>
    public void Deny(string userCode) => flows.Find(flow => flow.UserCode == userCode)!.Denied = true;

    public JsonObject Start(IFormCollection form)
    {
        if (form["client_id"] != ClientId) return Error("device_flow_disabled", "Device Flow must be explicitly enabled for this App");
        var flow = new Flow($"dev_{Guid.NewGuid():N}", $"WDJB-{flows.Count + 1000}", fake.Clock.GetUtcNow().AddMinutes(15));
        flows.Add(flow);
        secrets.Add(flow.Code);
        return new JsonObject { ["device_code"] = flow.Code, ["user_code"] = flow.UserCode, ["verification_uri"] = $"{fake.Address}/login/device", ["expires_in"] = 900, ["interval"] = 5 };
    }

    public JsonObject Poll(IFormCollection form)
    {
        var now = fake.Clock.GetUtcNow();
        Polls++;
        if (flows.Find(one => one.Code == form["device_code"]) is not { } flow) return Error("incorrect_device_code", "The device_code provided is not valid.");
        if (flow.ExpiresAt <= now) return Error("expired_token", "This 'device_code' has expired.");
        if (flow.Denied) return Error("access_denied", "The authorization request was denied.");
        var soon = now - flow.AskedAt < TimeSpan.FromSeconds(5) || SlowDownNext;
        SlowDownNext = false;
        flow.AskedAt = now;
        if (soon) return Error("slow_down", "Too many requests have been made in the same timeframe.").With("interval", 10);
        if (flow.Login is null) return Error("authorization_pending", "The authorization request is still pending.");
        var token = fake.TokenOf(flow.Login);
        secrets.Add(token);
        return new JsonObject { ["access_token"] = token, ["token_type"] = "bearer", ["scope"] = "repo" };
    }

    private static JsonObject Error(string code, string description) => new() { ["error"] = code, ["error_description"] = description, ["error_uri"] = "https://docs.github.com" };

    private sealed class Flow(string code, string userCode, DateTimeOffset expiresAt)
    {
        public string Code => code;

        public string UserCode => userCode;

        public DateTimeOffset ExpiresAt => expiresAt;

        public DateTimeOffset AskedAt { get; set; }

        public string? Login { get; set; }

        public bool Denied { get; set; }
    }
}
