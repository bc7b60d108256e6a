namespace SmsBridge.Sandbox.Up;

/// <summary>Where each part of the sandbox listens; all on loopback.</summary>
internal sealed record Addresses(string Pages, string Twilio, string Chat, string Public, string Ops)
{
    public static Addresses Choose(Ports ports) =>
        new(
            ports.Address("phone page", 8090),
            ports.Address("simulated Twilio", 8091),
            ports.Address("simulated Chat API", 8092),
            ports.Address("bridge's webhook listener", 8080),
            ports.Address("bridge's API", 8081)
        );
}
