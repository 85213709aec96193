/** A receivables file's way into Avid: map file, upload, import, rejected rows. */
package io.avid.cli.receivables;
