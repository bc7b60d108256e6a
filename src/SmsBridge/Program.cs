using System.CommandLine;
using SmsBridge.Ops;

// smsbridge: people text a number and talk to an agent. Each command says with --help what it does.
var root = new RootCommand("Lets people text a phone number and talk to a PolyAI agent.")
{
    ServeCommand.Create(),
    MigrateCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
