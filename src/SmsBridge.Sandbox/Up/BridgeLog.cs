using System.Text.RegularExpressions;

namespace SmsBridge.Sandbox.Up;

/// <summary>The bridge's output: all of it to a file, warnings and errors to the terminal too, the last lines kept for a crash report.</summary>
internal sealed partial class BridgeLog(string file) : IDisposable
{
    private const int Kept = 30;
    private readonly StreamWriter _writer = new(file, append: false) { AutoFlush = true };
    private readonly Queue<string> _last = new();
    private readonly Lock _lock = new();
    private bool _echoing;

    public string File => file;

    public string LastLines
    {
        get
        {
            lock (_lock)
            {
                return string.Join('\n', _last.Select(line => "  " + line));
            }
        }
    }

    public void Write(string line)
    {
        lock (_lock)
        {
            _writer.WriteLine(line);
            _last.Enqueue(line);
            if (_last.Count > Kept)
            {
                _last.Dequeue();
            }

            // An indented line carries on the entry before it, such as a stack trace.
            _echoing = line.StartsWith(' ') ? _echoing : Alarming().IsMatch(line);
            if (_echoing)
            {
                Console.Error.WriteLine($"bridge: {line}");
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _writer.Dispose();
        }
    }

    // ASP.NET's console format, with or without a time: "07:15:01 warn: SmsBridge.Twilio[1201] …"; .NET's own last words otherwise.
    [GeneratedRegex(
        "^([0-9T:.Z -]+)?(warn|fail|crit):|^Unhandled exception|^Process terminated",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Alarming();
}
