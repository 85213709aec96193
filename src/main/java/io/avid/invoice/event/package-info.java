/** The module's facts as event messages, and who follows them. */
package io.avid.invoice.event;
