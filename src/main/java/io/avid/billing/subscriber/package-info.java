/** What billing does when it hears of what happened elsewhere. */
package io.avid.billing.subscriber;
