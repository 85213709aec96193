/** What billing needs of other modules, by their stubs. */
package io.avid.billing.client;
