package io.avid.onboarding.process;

import java.io.IOException;

/** The file as a whole cannot be read on; the finding says where and why. */
final class UnreadableFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    UnreadableFileException(Finding.Code code, String message) {
        super(message);
        this.finding = Finding.ofFile(code, message);
    }

    Finding finding() {
        return finding;
    }
}
