/** Where the journal is kept (MongoDB: blocks and snapshots) and where it is searched (Elasticsearch, which can be built anew). */
package io.avid.transaction.store;
