/// How stand-ins keep what they acknowledged: an append-only file that is forced to disk before anybody is told.
package io.avid.local.journal;
