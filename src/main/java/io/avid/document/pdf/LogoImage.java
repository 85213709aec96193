package io.avid.document.pdf;

import io.avid.platform.error.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Refuses an image that cannot be read, or that is small as a file and huge in memory: its size is
 * read from its head, before anything is unpacked.
 */
final class LogoImage {
    private static final long PIXELS_MAX = 4_000_000;
    private static final String FIELD = "issuer.branding.logo";

    private LogoImage() {}

    /** The same bytes, of an image that can be printed. */
    static byte[] checked(byte[] image) {
        try (var input = new MemoryCacheImageInputStream(new ByteArrayInputStream(image))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
            if (!readers.hasNext()) {
                throw Failure.invalid(FIELD, "is neither PNG nor JPEG");
            }
            check(readers.next(), input);
            return image;
        } catch (IOException | RuntimeException e) {
            if (e instanceof Failure failure) {
                throw failure;
            }
            // Readers of images throw all kinds of things at a broken one.
            throw Failure.invalid(FIELD, "cannot be read as an image; export it again as PNG");
        }
    }

    private static void check(ImageReader reader, MemoryCacheImageInputStream input) throws IOException {
        try {
            reader.setInput(input, true, true);
            long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
            if (pixels > PIXELS_MAX) {
                throw Failure.invalid(FIELD, "has " + reader.getWidth(0) + " by " + reader.getHeight(0)
                        + " pixels; at most " + PIXELS_MAX + " are printed. Make it smaller");
            }
            reader.read(0);
        } finally {
            reader.dispose();
        }
    }
}
