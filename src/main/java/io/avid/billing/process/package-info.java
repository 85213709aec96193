/**
 * The processes of billing, step by step, and what they need of other modules. Plain Java: no generated
 * type, no Spring, no gRPC.
 *
 * <p>Each process is one {@code *Process} class that lists its steps in their order.
 */
package io.avid.billing.process;
