/** What a command sees of the machine, and how it writes for people and for scripts. */
package io.avid.cli.terminal;
