/** Starts the processes of billing, once it is clear that who calls may. */
package io.avid.billing.application;
