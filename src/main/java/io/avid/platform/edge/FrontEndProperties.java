package io.avid.platform.edge;

import java.nio.file.Path;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The front ends that this port serves beside the API; none unless both are given. In production each
 * may as well be a static site of its own.
 *
 * @param folder {@code avid.edge.front-ends.folder}: holds a folder for each front end, as its build left it
 * @param addresses {@code avid.edge.front-ends.addresses}: the file that tells front ends where everything
 *     is, and this port which hosts are theirs; read when the process starts
 */
@ConfigurationProperties("avid.edge.front-ends")
record FrontEndProperties(@DefaultValue("") String folder, @DefaultValue("") String addresses) {
    FrontEndProperties {
        if (folder.isBlank() != addresses.isBlank()) {
            throw new IllegalArgumentException("avid.edge.front-ends.folder is '" + folder + "' and avid.edge.front-ends.addresses is '"
                    + addresses + "'; expected both or none.");
        }
    }

    /** What to serve, read; empty if nothing. */
    Optional<FrontEnds> read() {
        return folder.isBlank() ? Optional.empty() : Optional.of(FrontEnds.read(Path.of(folder), Path.of(addresses)));
    }
}
