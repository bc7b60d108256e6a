using System.CommandLine;
using SmsBridge.Cli;

// smsbridge: people text a number and talk to an agent. Each command says with --help what it does.
var root = new RootCommand("Lets people text a phone number and talk to a PolyAI agent.")
{
    // The service
    ServeCommand.Create(),
    MigrateCommand.Create(),
    DoctorCommand.Create(),
    // Numbers
    NumbersCommand.Create(),
    ApplyCommand.Create(),
    ExportCommand.Create(),
    // Operation
    KeysCommand.Create(),
    ReplayCommand.Create(),
    AfterRestoreCommand.Create(),
    // Customers
    EraseCommand.Create(),
    ExportCustomerCommand.Create(),
    // For shells and editors
    CompletionCommand.Create(),
    SchemaCommand.Create(),
};
OutputOptions.AddTo(root);
return await ExitCodes.Run(root.Parse(args));
