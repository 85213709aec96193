/**
 * Elasticsearch: a client for each module, indexes with strict mappings, and followers that keep an
 * index equal to a module's store.
 */
package io.avid.platform.search;
