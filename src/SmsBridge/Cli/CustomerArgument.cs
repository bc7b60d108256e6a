using System.CommandLine;
using SmsBridge.Privacy;

namespace SmsBridge.Cli;

/// <summary>Whom the commands are about. What is wrong with it is not repeated: errors end up in logs.</summary>
internal static class CustomerArgument
{
    public static Argument<string> Create() =>
        new("customer") { Description = "The address that the customer texts from: +14155550101, whatsapp:+… or rcs:+…" };

    public static Option<string?> Number() =>
        new("--number") { Description = "Only what is held for this number of ours; left out: for all" };

    public static string Read(string customer)
    {
        try
        {
            return Customers.Read(customer);
        }
        catch (BadHttpRequestException bad)
        {
            throw new CommandException(bad.Message);
        }
    }
}
