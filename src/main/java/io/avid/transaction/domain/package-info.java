/** The rules of the journal: facts, blocks, what they add up to, and what a command may add. Plain Java that needs nothing. */
package io.avid.transaction.domain;
