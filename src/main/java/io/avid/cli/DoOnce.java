package io.avid.cli;

import com.google.protobuf.MessageLite;
import io.avid.cli.connection.Attempt;
import io.avid.cli.connection.Connection;
import io.avid.cli.connection.FailedCall;
import io.avid.cli.connection.Patience;
import io.avid.cli.connection.Sha256;
import io.avid.cli.connection.StateFolder;
import io.avid.cli.terminal.ProgressLine;
import io.avid.cli.terminal.Surroundings;
import io.avid.cli.terminal.Surroundings.Interruption;
import io.avid.platform.process.v1.Process;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Has Avid do something once, whatever becomes of this command: until the end is known, the same command
 * sends the same request id. So a lost answer or an ended command is made good by repeating it.
 */
final class DoOnce {
    private final AvidCommand avid;
    private final Connection connection;

    DoOnce(AvidCommand avid, Connection connection) {
        this.avid = avid;
        this.connection = connection;
    }

    /**
     * Makes a call that is done when it answers.
     *
     * @param what a word for it
     * @param request without its id: the same again is the same attempt
     * @param call makes it with a request id
     */
    <A> A call(String what, MessageLite request, Function<String, A> call) {
        Attempt attempt = attempt(what, request);
        A answer = begin(attempt, () -> call.apply(attempt.id()));
        attempt.forget();
        return answer;
    }

    /** Starts a process and follows it to its end. */
    Process process(String what, MessageLite request, Function<String, Process> start) {
        return process(what, request, start, process -> {}, process -> false);
    }

    /**
     * Starts a process and follows it until it has ended or come far enough.
     *
     * @param seen is told of every change
     * @param enough whether to leave it to Avid from here
     */
    Process process(String what, MessageLite request, Function<String, Process> start, Consumer<Process> seen, Predicate<Process> enough) {
        Surroundings surroundings = avid.surroundings();
        Attempt attempt = attempt(what, request);
        Process started = begin(attempt, () -> start.apply(attempt.id()));
        if (attempt.isResumed()) {
            surroundings.error().println("Taking up " + started.getName() + ", which an earlier command began.");
        }
        String ifEnded = System.lineSeparator() + "It goes on in Avid: ./avid process show " + started.getName()
                + " tells where it stands, and this same command takes it up.";
        try (var progress = new ProgressLine(surroundings);
                Interruption ended = surroundings.onInterruption(() -> surroundings.error().println(ifEnded))) {
            var patience = new Patience(surroundings, avid.address(), connection, progress::say);
            Process last = new FollowSteps(surroundings, connection.channel(), patience, seen, enough).from(started);
            attempt.forget();
            return last;
        }
    }

    private Attempt attempt(String what, MessageLite request) {
        return Attempt.of(StateFolder.of(avid.surroundings(), avid.address()), what,
                List.of(connection.login().token().organisation(), connection.login().who(), Sha256.of(request.toByteArray())),
                avid.surroundings().time().instant());
    }

    private static <A> A begin(Attempt attempt, Supplier<A> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            if (!FailedCall.of(e).mayPass()) {
                attempt.forget();
            }
            throw e;
        }
    }
}
