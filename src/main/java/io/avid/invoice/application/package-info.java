/** Use cases of invoices. */
package io.avid.invoice.application;
