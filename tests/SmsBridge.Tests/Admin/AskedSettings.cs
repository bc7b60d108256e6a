using Microsoft.Extensions.Configuration;

namespace SmsBridge.Tests.Admin;

/// <summary>Settings without any value, which note what is asked of them.</summary>
internal sealed class AskedSettings : ConfigurationProvider, IConfigurationSource
{
    /// <summary>The section that was asked for first since this was set to null.</summary>
    public string? First { get; set; }

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public override bool TryGet(string key, out string? value)
    {
        Note(key);
        return base.TryGet(key, out value);
    }

    public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath)
    {
        Note(parentPath);
        return base.GetChildKeys(earlierKeys, parentPath);
    }

    private void Note(string? path) => First ??= path?.Split(ConfigurationPath.KeyDelimiter)[0];
}
