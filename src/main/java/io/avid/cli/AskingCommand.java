package io.avid.cli;

import io.avid.cli.connection.Connection;
import java.io.PrintStream;
import java.util.concurrent.Callable;

/** A command that asks Avid something, as whoever is logged in. */
abstract class AskingCommand implements Callable<Integer> {
    private final AvidCommand avid;

    AskingCommand(AvidCommand avid) {
        this.avid = avid;
    }

    @Override
    public final Integer call() {
        try (Connection connection = Connection.open(avid.surroundings(), avid.address())) {
            return ask(connection);
        }
    }

    /** Does it and answers the exit status. */
    abstract int ask(Connection connection);

    final AvidCommand avid() {
        return avid;
    }

    final PrintStream out() {
        return avid.surroundings().out();
    }

    final PrintStream error() {
        return avid.surroundings().error();
    }
}
