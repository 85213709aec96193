package io.avid.platform.module;

import java.util.List;

/** What the modules hosted in this process need in order to be of use. */
public interface HostedReadiness {
    /** The checks of all hosted modules, in the order in which the modules are listed. */
    List<ReadinessCheck> checks();
}
