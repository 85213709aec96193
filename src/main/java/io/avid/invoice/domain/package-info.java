/** The rules of invoices: what they come to, how they are issued, reserved and settled. Plain Java. */
package io.avid.invoice.domain;
