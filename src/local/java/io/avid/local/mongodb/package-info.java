/// MongoDB's wire protocol over a store that acknowledges only what is on disk.
///
/// `mongo-java-server` speaks the protocol and evaluates queries and updates in memory; this package makes that
/// memory durable by a journal of commands, makes replays equal, and refuses what would be silently wrong.
package io.avid.local.mongodb;
