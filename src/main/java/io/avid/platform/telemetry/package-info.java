/**
 * What a running Avid tells of itself: traces through calls, events and processes, and logs that name
 * trace and organisation. Metrics are Micrometer's. None of it holds personal data.
 */
package io.avid.platform.telemetry;
