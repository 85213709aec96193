package io.avid.platform.process;

import io.avid.platform.security.Principal;
import java.time.Instant;
import java.util.Map;

/** What a step knows of its process. */
public interface StepContext {
    /** Resource name of the process, {@code processes/{module}-{id}}. */
    String processName();

    /** For whom it works: the organisation and permissions of who started it; also the current principal. */
    Principal principal();

    /**
     * The request id of what this step asks of others: {@code process/step/round}, the same at every
     * attempt of one round.
     */
    String requestId();

    /** The same for one of several requests of a step: {@code process/step/round/part}. */
    default String requestId(String part) {
        return requestId() + "/" + part;
    }

    /** In a compensation the request id of the step that it undoes; else {@link #requestId()}. */
    String stepRequestId();

    /** Which attempt of this step it is, from 1. */
    int attempt();

    /** What the process was started with. */
    Map<String, String> input();

    /** What steps before kept. */
    Map<String, String> data();

    /** Resource names by role. */
    Map<String, String> references();

    /** Counters as they stand. */
    Map<String, Long> counters();

    /** Item results kept so far. */
    long resultCount();

    /** Items dealt with so far. */
    long itemsDone();

    /** The time. */
    Instant now();

    /**
     * Asks to be run again as soon as something happens to this resource, if the step answers
     * {@link StepOutcome.Later}: when {@link ProcessEngine#happened} is told of it, or, where it names
     * another process of this module, when that has made something (a step of it is done and kept
     * references) and when it has ended. Ask before looking, so that nothing that
     * happens in between is missed. It saves time and nothing else: it is forgotten at a restart, so
     * that the outcome's own time is when the step is run at the latest.
     */
    void wakeOn(String resource);

    /**
     * Whether the process should stop as soon as it safely can: staff cancelled it, its worker lost
     * the lease, or this Avid shuts down. A long chunk asks now and then.
     */
    boolean stopRequested();
}
