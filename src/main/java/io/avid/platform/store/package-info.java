/**
 * MongoDB: one database for each module, aggregates of one document each, and what the platform keeps
 * beside them (event log, cursors, parked events, due processes). No other room of the platform sees
 * MongoDB.
 */
package io.avid.platform.store;
