package io.avid.document;

import io.avid.document.application.FileDocument;
import io.avid.document.application.FindDocument;
import io.avid.document.application.ListDocuments;
import io.avid.document.application.ReceiveUpload;
import io.avid.document.application.RenderDocument;
import io.avid.document.blob.BlobProperties;
import io.avid.document.blob.ContentReadiness;
import io.avid.document.blob.ContentStore;
import io.avid.document.domain.AnnouncedUpload;
import io.avid.document.domain.ArrivedPart;
import io.avid.document.domain.FiledDocument;
import io.avid.document.event.DocumentFacts;
import io.avid.document.grpc.DocumentGrpc;
import io.avid.document.pdf.RenderPdf;
import io.avid.document.store.DocumentCodecs;
import io.avid.platform.module.ReadinessCheck;
import io.avid.platform.security.PageTokens;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.ModuleDatabase;
import io.avid.platform.store.WriteHook;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** Module document: its parts. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BlobProperties.class)
public class DocumentModule {
    @Bean
    AggregateStore<FiledDocument> documents(ModuleDatabase database) {
        return database.aggregates("documents", DocumentCodecs.documents());
    }

    @Bean
    AggregateStore<AnnouncedUpload> uploads(ModuleDatabase database) {
        return database.aggregates("uploads", DocumentCodecs.uploads());
    }

    @Bean
    AggregateStore<ArrivedPart> parts(ModuleDatabase database) {
        return database.aggregates("parts", DocumentCodecs.parts());
    }

    /** Azure's client is the heaviest of all to load, and nobody needs it before the first document. */
    @Bean
    @Lazy
    ContentStore contentStore(BlobProperties properties) {
        return new ContentStore(properties, WriteHook.installed());
    }

    @Bean
    ReadinessCheck contentReadiness(BlobProperties properties) {
        return ContentReadiness.of(properties);
    }

    /** Its libraries load with the first letter. */
    @Bean
    @Lazy
    RenderPdf renderPdf() {
        return new RenderPdf();
    }

    @Bean
    DocumentGrpc documentGrpc(AggregateStore<FiledDocument> documents, AggregateStore<AnnouncedUpload> uploads,
            AggregateStore<ArrivedPart> parts, @Lazy ContentStore contents, ObjectProvider<RenderPdf> pdf,
            PageTokens pageTokens, InstantSource clock) {
        var receiveUpload = new ReceiveUpload(uploads, parts, contents);
        var fileDocument = new FileDocument(documents, receiveUpload, contents, DocumentFacts::created);
        var renderDocument = new RenderDocument(fileDocument, letter -> pdf.getObject().apply(letter));
        return new DocumentGrpc(documents, uploads, fileDocument, renderDocument, receiveUpload, new FindDocument(documents),
                new ListDocuments(documents), contents, pageTokens, clock);
    }
}
