/** Where Avid is, who is logged in, and what is said when a call fails. */
package io.avid.cli.connection;
