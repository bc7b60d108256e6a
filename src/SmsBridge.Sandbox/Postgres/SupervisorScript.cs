namespace SmsBridge.Sandbox.Postgres;

/// <summary>
/// The shell that starts Postgres and outlives its owner for a moment: a line on its input means "stop", the end of input without one means
/// that the owner died. A death signal (PR_SET_PDEATHSIG) would not do: the kernel clears it when root rights are dropped.
/// </summary>
internal static class SupervisorScript
{
    /// <summary>Arguments: bin folder, cluster folder, log file, folder to delete when the owner died (may be empty). Says "ready PID".</summary>
    public const string Text = """
        bin=$1 data=$2 log=$3 temporary=$4
        # The owner decides when a Ctrl+C in its terminal stops the server: after the bridge.
        trap '' INT HUP QUIT TSTP

        arguments_of() { { tr '\0' ' ' 2>/dev/null <"/proc/$1/cmdline"; } 2>/dev/null || ps -o args= -p "$1" 2>/dev/null; }

        # Sets $server to the pid of the live server of this very folder.
        running() {
            server=''
            { read -r server <"$data/postmaster.pid"; } 2>/dev/null || return 1
            case $(arguments_of "$server") in *postgres*"$data"*) return 0 ;; *) return 1 ;; esac
        }

        # Signals the one server given, never a newer one that has the folder by now; gives it $3 tenths of a second.
        stop_with() {
            tenths=0
            running && [ "$server" = "$2" ] && kill "-$1" "$2" 2>/dev/null || return 0
            while running && [ "$server" = "$2" ]; do
                [ "$tenths" -lt "$3" ] || return 1
                tenths=$((tenths + 1))
                sleep 0.1
            done
        }

        # INT is a fast stop, QUIT an immediate one: the next start recovers from the log.
        stop() { stop_with INT "$1" 200 || stop_with QUIT "$1" 50 || stop_with KILL "$1" 50; }

        # The folder is ours, so a server on it was left behind by a dead owner.
        if running; then
            stop "$server"
        elif [ -n "$server" ] && kill -0 "$server" 2>/dev/null && [ -n "$(arguments_of "$server")" ]; then
            # Another program has the pid now, as after a reboot; Postgres would take it for a server.
            rm -f "$data/postmaster.pid"
        fi

        attempts=0
        until "$bin/pg_ctl" start -s -w -t 60 -D "$data" -l "$log"; do
            attempts=$((attempts + 1))
            # Sessions of a killed server hold its shared memory for a moment.
            if [ "$attempts" -ge 40 ] || ! tail -n 4 "$log" | grep -Eq 'shared memory block|postmaster.pid'; then
                tail -n 12 "$log" >&2
                exit 1
            fi
            sleep 0.25
        done

        running || exit 1
        mine=$server
        trap 'stop "$mine"; exit 0' TERM
        echo "ready $mine"
        if read -r _; then temporary=''; fi
        stop "$mine"
        if [ -n "$temporary" ]; then rm -rf -- "$temporary"; fi
        exit 0
        """;
}
