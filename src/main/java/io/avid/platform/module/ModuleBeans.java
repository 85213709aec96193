package io.avid.platform.module;

import org.springframework.context.support.GenericApplicationContext;

/**
 * How a room of the platform gives a hosted module beans that are that module's alone: its stores,
 * its events.
 *
 * <p>Every bean of this type in the platform's context is asked once per hosted module, before the
 * module's own configuration is read. It registers definitions only and reaches for no store:
 * start-up must not need any of them.
 */
public interface ModuleBeans {
    /**
     * Adds what belongs to this module.
     *
     * @param module the module's name, for example {@code customer}
     * @param child the module's context, not refreshed yet
     */
    void register(String module, GenericApplicationContext child);
}
