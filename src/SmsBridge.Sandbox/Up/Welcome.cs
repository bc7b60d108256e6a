using SmsBridge.Sandbox.Postgres;

namespace SmsBridge.Sandbox.Up;

/// <summary>What a person sees once everything runs.</summary>
internal static class Welcome
{
    public static string Text(Addresses addresses, string key, LocalPostgres postgres, BridgeLog log) =>
        $$"""

            SmsBridge is up.

              Phone page   {{addresses.Pages}}/        text {{DemoNumbers.Support}}: What is your return policy?
              Desk page    {{addresses.Pages}}/desk    people answer there; text: I want to talk to a person
              Console      {{addresses.Ops}}/console    how it goes; sign in with the key below
              API          {{addresses.Ops}}   key {{key}}

            Read the threads, or take handoffs from the queue desk:

              curl -H 'Authorization: Bearer {{key}}' {{addresses.Ops}}/api/v1/threads
              curl -H 'Authorization: Bearer {{key}}' -H 'Content-Type: application/json' -d '{"max":10,"leaseSeconds":30,"waitSeconds":5}' {{addresses.Ops}}/api/v1/queues/desk/receive

            The bridge logs to {{log.File}}; Postgres lives in {{postgres.DataDirectory}}.
            Ctrl+C stops it all and keeps the data.
            """;
}
