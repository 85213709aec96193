/** The machine's time, made in one place, so that everybody else is given it and a test gives another. */
package io.avid.platform.clock;
