package io.avid.document.pdf;

import com.openhtmltopdf.bidi.support.ICUBidiReorderer;
import com.openhtmltopdf.bidi.support.ICUBidiSplitter;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.TextDirection;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceType;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.PdfAConformance;
import io.avid.document.domain.letter.Letter;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Function;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * A letter as a PDF: a template filled in, laid out by CSS, written as PDF/A-3 with tags, so that it
 * can be kept for years, searched, copied from, and read aloud.
 *
 * <p><b>The same letter is always the same bytes.</b> A request that was cut off is repeated, and what
 * it then renders must have the address of what it rendered before. So nothing of the moment goes into
 * the file: its dates are the letter's, its id follows from its text, and the embedded parts of fonts
 * follow from the characters used. A new version of a template or library may render other bytes; the
 * documents that were filed keep theirs.
 *
 * <p><b>What is put in is text.</b> Templates escape everything, the parser takes no document type and
 * no entity, and the renderer is refused every resource except the logo, which comes as data within
 * the page: nothing is ever fetched, from no file and no network.
 *
 * <p><b>Nothing is loaded before the first letter</b>: fonts and templates cost memory and time that
 * most processes never need. An instance may be used by many threads; each letter has its own renderer.
 */
public final class RenderPdf implements Function<Letter, byte[]> {
    private static final String PRODUCER = "Avid";

    private final Templates templates = new Templates();

    @Override
    public byte[] apply(Letter letter) {
        String template = LetterView.template(letter);
        Map<String, Object> view = LetterView.of(letter);
        FontChoice fonts = FontChoice.of(templates.fill(template, view));
        view.put("fonts", fonts.cssNames());
        String html = templates.fill(template, view);
        return render(html, fonts, letter);
    }

    /** A page as PDF; what a template has made, and in tests what none should make. */
    static byte[] render(String html, FontChoice fonts, Letter letter) {
        var builder = new PdfRendererBuilder();
        var complaints = new RendererComplaints();
        builder.withW3cDocument(parsed(html), "")
                .useFastMode()
                .usePdfAConformance(PdfAConformance.PDFA_3_A)
                .usePdfUaAccessibility(true)
                .useColorProfile(ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData())
                .withProducer(PRODUCER)
                .useReplacementText("\ufffd")
                .defaultTextDirection(TextDirection.LTR)
                .useUnicodeBidiSplitter(new ICUBidiSplitter.ICUBidiSplitterFactory())
                .useUnicodeBidiReorderer(new ICUBidiReorderer())
                .useExternalResourceAccessControl(RenderPdf::isOwnLogo, ExternalResourceControlPriority.RUN_BEFORE_RESOLVING_URI)
                .useExternalResourceAccessControl(RenderPdf::isOwnLogo, ExternalResourceControlPriority.RUN_AFTER_RESOLVING_URI)
                .withDiagnosticConsumer(complaints);
        try (var pdf = new PDDocument()) {
            fonts.register(builder, pdf);
            try (PdfBoxRenderer renderer = builder.usePDDocument(pdf).buildPdfRenderer()) {
                renderer.createPDFWithoutClosing();
                complaints.refuse();
                FixedMetadata.of(letter, html).write(pdf);
                var bytes = new ByteArrayOutputStream();
                pdf.save(bytes);
                return bytes.toByteArray();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a PDF in memory could not be written", e);
        }
    }

    private static boolean isOwnLogo(String uri, ExternalResourceType type) {
        return type == ExternalResourceType.IMAGE_RASTER && (uri.startsWith("data:image/png;") || uri.startsWith("data:image/jpeg;"));
    }

    private static Document parsed(String html) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            DocumentBuilder parser = factory.newDocumentBuilder();
            // The default one prints what is wrong, and may quote it.
            parser.setErrorHandler(new DefaultHandler());
            Document page = parser.parse(new InputSource(new StringReader(html)));
            WritingDirection.mark(page);
            return page;
        } catch (ParserConfigurationException | SAXException e) {
            // The message of a parser may quote what it read, which is personal; the cause's class is enough to find the template.
            throw new IllegalStateException("a template does not make well-formed XHTML (" + e.getClass().getSimpleName() + ")");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
