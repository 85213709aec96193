/**
 * Published events: from an aggregate's outbox to the module's event log, and from there to
 * subscribers, at least once and in order per aggregate.
 */
package io.avid.platform.event;
