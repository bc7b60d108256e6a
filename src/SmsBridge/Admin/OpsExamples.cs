using SmsBridge.Hosting;
using SmsBridge.Queues;
using SmsBridge.Work;

namespace SmsBridge.Admin;

/// <summary>Failures, keys and the audit log as the OpenAPI document shows them.</summary>
internal static class OpsExamples
{
    public static readonly FailureView Turn = new(
        Story.Other,
        WorkKind.Turn,
        Story.Thread,
        Story.Message,
        nameof(FailureCategory.Rejected),
        "The Chat API refused the request (400).",
        1,
        Story.At(42),
        ReplayedAt: null
    );

    public static readonly FailureView Publish = Turn with
    {
        Kind = WorkKind.Publish,
        Reason = "The receiver answered 422.",
        Queue = QueueExamples.Stopped.Name,
        Event = QueueExamples.Message,
    };

    public static readonly FailureView Replayed = Turn with { ReplayedAt = Story.At(50) };

    public static readonly CreateKeyRequest NewKey = new("night shift", "viewer", Story.At(0).AddYears(1));

    public static readonly KeyView Key = new(
        Story.Other,
        NewKey.Name,
        NewKey.Role,
        "sbk_4fT9aQz1",
        Story.At(30),
        KeyRing.BootstrapName,
        NewKey.ExpiresAt,
        Story.At(39),
        RevokedAt: null
    );

    public static readonly CreateKeyResponse MadeKey = new(
        "sbk_4fT9aQz1Wm7Lr2Xc8Vb5Nn3Kd6Hs0Jp9Gy4Tu1Re",
        Key.Id,
        Key.Name,
        Key.Role,
        Key.Prefix,
        Key.ExpiresAt
    );
}
