/**
 * Durable orchestrations: an engine that runs a module's processes step by step, survives a crash at
 * any moment, and shows where each stands. What a module writes for it is plain Java: no Spring, no
 * gRPC, no generated type and no database.
 */
package io.avid.platform.process;
