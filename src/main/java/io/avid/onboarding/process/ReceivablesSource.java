package io.avid.onboarding.process;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a receivables file, which can be read as often as needed: the file is looked at once for its
 * encoding, once for its columns, and once for its rows, so that it never has to stand in memory as a whole.
 * Every stream holds the same bytes and is closed by who opened it.
 */
@FunctionalInterface
public interface ReceivablesSource {
    InputStream open() throws IOException;
}
