using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Npgsql;
using SmsBridge.Hosting;
using SmsBridge.Numbers;

namespace SmsBridge.Handoff.Desk;

/// <summary>A handoff as somebody with a control token finds it.</summary>
/// <param name="State">One of <see cref="HandoffState"/>.</param>
/// <param name="Holds">The token is that of the last accept, and its time is not over.</param>
/// <param name="Settings">Of the conversation that the agent or people handed over.</param>
internal sealed record Control(
    Guid ThreadId,
    string State,
    bool Holds,
    string ThreadState,
    NumberDocument Settings,
    string Number,
    string Customer
)
{
    private const string Sql = """
        select h.thread_id, h.state, coalesce(h.control_hash = @hash and h.control_until > now(), false), t.state, c.settings, t.number, t.customer
          from handoffs h join threads t on t.id = h.thread_id join conversations c on c.id = h.conversation_id and c.thread_id = h.thread_id
         where h.id = @handoff
        """;

    /// <summary>Null: there is no such handoff.</summary>
    /// <param name="transaction">Locks the handoff in it: until it ends nobody else accepts, writes or releases.</param>
    public static async Task<Control?> Read(
        NpgsqlConnection connection,
        NpgsqlTransaction? transaction,
        Guid handoffId,
        byte[] hash,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(transaction is null ? Sql : $"{Sql} for update of h", connection, transaction);
        command.Parameters.AddWithValue("handoff", handoffId);
        command.Parameters.AddWithValue("hash", hash);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? new Control(
                row.GetGuid(0),
                row.GetString(1),
                row.GetBoolean(2),
                row.GetString(3),
                NumberJson.Read(row.GetString(4)),
                row.GetString(5),
                row.GetString(6)
            )
            : null;
    }

    /// <summary>Null: whoever shows the token has the thread.</summary>
    public Refusal? Refused =>
        State switch
        {
            HandoffState.Waiting => Refusal.NotAccepted,
            HandoffState.Accepted => Holds ? null : Refusal.StaleToken,
            _ => Refusal.Over(State),
        };

    public bool OptedOut => ThreadState == Messages.ThreadState.OptedOut;
}

/// <summary>What whoever accepted a handoff shows with each message and at release. Only its hash is kept.</summary>
internal static class ControlToken
{
    private const int Bytes = 32;

    public static string New() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>SHA-256.</summary>
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
