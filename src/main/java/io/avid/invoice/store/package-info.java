/** How invoices, numbers and their index are kept. */
package io.avid.invoice.store;
