/** Who the organisations are that Avid works for, as far as documents and dates need to know. */
package io.avid.platform.organisation;
