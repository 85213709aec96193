package io.avid.cli;

import io.avid.cli.connection.Login;
import io.avid.cli.connection.StateFolder;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Forgets the login. */
@Command(name = "logout", description = "Forget the login that is kept here.", footer = {"", "Example:", "  ./avid logout"})
final class LogOut implements Callable<Integer> {
    private final AvidCommand avid;

    @Option(names = "--json", description = "One object: logged_out, whether there was a login.")
    private boolean json;

    LogOut(AvidCommand avid) {
        this.avid = avid;
    }

    @Override
    public Integer call() {
        boolean was = Login.forget(StateFolder.of(avid.surroundings(), avid.address()));
        avid.surroundings().out().println(json ? "{\"logged_out\":" + was + "}"
                : was ? "Logged out of " + avid.address() + "." : "You were not logged in at " + avid.address() + ".");
        return 0;
    }
}
