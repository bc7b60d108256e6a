using System.CommandLine;
using SmsBridge.Hosting;
using SmsBridge.Privacy;

namespace SmsBridge.Cli;

/// <summary><c>smsbridge export-customer CUSTOMER</c>.</summary>
internal static class ExportCustomerCommand
{
    public static Command Create()
    {
        var customer = CustomerArgument.Create();
        var number = CustomerArgument.Number();
        var command = new Command("export-customer", "Prints everything that is held of one customer, as one JSON document")
        {
            customer,
            number,
        };
        Shell.On(
            command,
            async (line, shell) =>
            {
                var (address, of) = (CustomerArgument.Read(line.GetRequiredValue(customer)), line.GetValue(number));
                var export = shell.Get<CustomerExport>();
                if (!await export.Begin(address, of, Actor.Shell, shell.Stopped))
                {
                    throw new CommandException("Nothing is held of this customer.");
                }

                await using var output = System.Console.OpenStandardOutput();
                await export.Write(output, address, of, shell.Stopped);
                Terminal.Raw("\n");
                return ExitCodes.Fine;
            }
        );
        return command;
    }
}
