package io.avid.document.domain;

import java.util.Objects;

/**
 * A part of an upload whose bytes are kept.
 *
 * @param upload id of the upload
 * @param part its number, from 0
 * @param sha256 of its bytes
 */
public record ArrivedPart(String upload, int part, String sha256) {
    public ArrivedPart {
        Objects.requireNonNull(upload, "upload");
        Objects.requireNonNull(sha256, "sha256");
    }

    /** The id under which an upload's part is recorded. */
    public static String id(String upload, int part) {
        return upload + "." + part;
    }
}
