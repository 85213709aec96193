/// Local mode: Avid with stand-ins for MongoDB, Elasticsearch, Azure Blob Storage, Auth0 and Stripe on one machine.
///
/// Start at [io.avid.local.LocalSystem], the map of what `./avid up` runs; tests use [io.avid.local.TestSystem].
/// Nothing here is part of the product's jar.
package io.avid.local;
