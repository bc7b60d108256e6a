namespace SmsBridge.Storage;

/// <summary>
/// The numbers of Postgres's advisory locks, all in one place: any numbers will do, as long as no two purposes share one. Instances of different
/// versions run side by side, so a number never changes.
/// </summary>
internal static class AdvisoryLocks
{
    /// <summary>Who applies migrations. The eight letters <c>SMS_BRDG</c>.</summary>
    public const string Migrations = "6002545546954425415";

    /// <summary>Who gives events their places in the streams.</summary>
    public const string EventPlaces = "7355608";

    /// <summary>Shared: who stores texts from the spool. Exclusive: who notes that a customer is erased.</summary>
    public const string SpoolAndErasure = "7355609";

    /// <summary>Who goes through all threads and removes what is old.</summary>
    public const string RetentionRound = "7355610";

    /// <summary>Who gives a new key its name.</summary>
    public const string KeyNames = "7355611";
}
