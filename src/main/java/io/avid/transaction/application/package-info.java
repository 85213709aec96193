/** What can be asked of the journal, and what keeps it: the writer, the follower that feeds the index, and the use cases. */
package io.avid.transaction.application;
