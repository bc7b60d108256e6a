using System.CommandLine;
using SmsBridge.Bench;

// Load and endurance against the sandbox: real Postgres, real sockets, the bridge as a process of its own. See docs/performance.md.
var root = new RootCommand("Measures the bridge, and proves that it loses and doubles nothing.")
{
    BenchCommand.Create(),
    SoakCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
