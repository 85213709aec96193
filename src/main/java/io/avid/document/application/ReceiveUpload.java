package io.avid.document.application;

import io.avid.document.blob.ContentStore;
import io.avid.document.domain.AnnouncedUpload;
import io.avid.document.domain.ArrivedPart;
import io.avid.document.domain.Sha256;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.NewAggregate;
import io.avid.platform.store.Stored;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Takes content in parts. A part's bytes are kept before it is recorded as arrived, each part in a
 * record of its own, so that a large file costs no more for each part than a small one.
 */
public final class ReceiveUpload {
    private final AggregateStore<AnnouncedUpload> uploads;
    private final AggregateStore<ArrivedPart> parts;
    private final ContentStore contents;

    public ReceiveUpload(AggregateStore<AnnouncedUpload> uploads, AggregateStore<ArrivedPart> parts,
            ContentStore contents) {
        this.uploads = uploads;
        this.parts = parts;
        this.contents = contents;
    }

    /** Begins one; the same request again answers the same upload. */
    public Stored<AnnouncedUpload> begin(Principal principal, AnnouncedUpload announced, RequestIdentity request) {
        return uploads.create(principal, new NewAggregate<>(request.derivedId(principal.organisation()), announced,
                List.of(), Set.of(), Optional.of(request)));
    }

    /** Keeps a part; the same part again changes nothing. */
    public Stored<AnnouncedUpload> receive(Principal principal, String upload, int part, byte[] content,
            RequestIdentity request) {
        Stored<AnnouncedUpload> announced = uploads.get(principal.organisation(), upload);
        announced.state().check(part, content.length);
        contents.stage(principal.organisation(), upload, part, content);
        parts.create(principal, new NewAggregate<>(ArrivedPart.id(upload, part),
                new ArrivedPart(upload, part, Sha256.of(content)), List.of(), Set.of(), Optional.of(request)));
        return announced;
    }

    /** One upload. */
    public Stored<AnnouncedUpload> get(Principal principal, String upload) {
        return uploads.get(principal.organisation(), upload);
    }

    /** The numbers of the parts that have arrived. */
    public Set<Integer> arrived(Stored<AnnouncedUpload> upload) {
        List<String> ids = IntStream.range(0, upload.state().parts())
                .mapToObj(part -> ArrivedPart.id(upload.id(), part))
                .toList();
        return parts.getAll(upload.organisation(), ids).stream()
                .map(arrived -> arrived.state().part())
                .collect(Collectors.toSet());
    }
}
