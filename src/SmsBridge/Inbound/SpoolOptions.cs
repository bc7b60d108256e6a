using Microsoft.Extensions.Options;

namespace SmsBridge.Inbound;

/// <summary>The section <c>Spool</c>: where texts wait while Postgres is away.</summary>
internal sealed class SpoolOptions
{
    /// <summary>
    /// A folder on a durable disk, relative to the working directory, where texts wait while Postgres is away. Each instance takes a
    /// folder of its own inside it.
    /// </summary>
    public string Directory { get; set; } = "spool";

    /// <summary>When so much waits, webhooks get 503.</summary>
    public int MaxMegabytes { get; set; } = 256;

    /// <summary>
    /// How long storing a text may take before it is spooled instead; at most <c>00:00:10</c>, because Twilio waits 15 s for the whole
    /// webhook.
    /// </summary>
    public TimeSpan DatabasePatience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Sent once per customer and outage when a text has to wait, where the number has no <c>texts.trouble</c>. None or empty: nothing
    /// is sent.
    /// </summary>
    public string? TroubleText { get; set; }
}

internal sealed class SpoolOptionsValidator : IValidateOptions<SpoolOptions>
{
    public ValidateOptionsResult Validate(string? name, SpoolOptions options)
    {
        var errors = new List<string>();
        if (options.MaxMegabytes < 1)
        {
            errors.Add("Spool:MaxMegabytes must be at least 1.");
        }

        if (options.DatabasePatience <= TimeSpan.Zero || options.DatabasePatience > TimeSpan.FromSeconds(10))
        {
            errors.Add("Spool:DatabasePatience must be above zero and at most 00:00:10, because Twilio waits 15 s.");
        }

        try
        {
            var folder = PrivateFiles.CreateFolder(options.Directory);
            var probe = Path.Combine(folder, $".probe-{Guid.CreateVersion7()}");
            PrivateFiles.Open(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None).Dispose();
            File.Delete(probe);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            errors.Add($"Spool:Directory '{options.Directory}' cannot be written: {error.Message} Give the service a writable folder.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
