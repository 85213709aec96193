/** Postings as published events. */
package io.avid.transaction.event;
