/**
 * Where calls come in: one port for gRPC, gRPC-web and REST, and one for modules in other processes.
 *
 * <p>The way of a call: {@link io.avid.platform.edge.CallEntry} learns its trace, deadline and caller;
 * {@link io.avid.platform.edge.CallStart} counts it and begins it in a context of its own;
 * {@link io.avid.platform.edge.ForwardedCalls} hands it to its module's channel. What goes wrong
 * anywhere is said by {@link io.avid.platform.edge.EdgeFailures} in the caller's language.
 */
package io.avid.platform.edge;
