package io.avid.document.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.avid.document.domain.letter.Statement;
import io.avid.document.domain.letter.Issuer;
import io.avid.document.domain.Sha256;
import io.avid.document.domain.letter.Letter;
import io.avid.document.domain.letter.LetterLocale;
import io.avid.document.domain.letter.Recipient;
import io.avid.platform.error.Failure;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Letters as PDFs, read back by another part of the library. */
class RenderPdfTest {
    private static final RenderPdf RENDER = new RenderPdf();

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            var stripper = new PDFTextStripper();
            stripper.setSortByPosition(true);
            // Spaces that do not break are for the layout; a reader searches with common ones.
            return stripper.getText(document).replace('\u00a0', ' ').replace('\u202f', ' ');
        }
    }

    private static String textOf(Letter letter) throws IOException {
        letter.check();
        return text(RENDER.apply(letter));
    }

    @Test
    void anInvoiceSaysWhoOwesWhatToWhomAndHowToPayIt() throws IOException {
        assertThat(textOf(Letters.invoice("en-US")))
                .contains("Invoice", "2026-000417", "Northwind Instruments GmbH", "Brightwater Logistics Inc.", "Apr 1, 2026")
                .contains("Calibration of flow meters", "12.5 h", "98.00", "1,225.00", "less discount 63.99")
                .contains("VAT 19% on 2,440.81", "463.75", "€2,994.44", "Paid on Mar 9, 2026", "Visa ending in 4242", "-1,000.00")
                .contains("Amount due", "€1,994.44", "DE89 3704 0044 0532 0130 00", "COBADEFFXXX")
                .contains("https://pay.northwind.example/i/7h2Kq9", "Payable within 30 days", "Tax ID DE811234567");
    }

    @Test
    void germanLettersHaveGermanTextsNumbersAndDates() throws IOException {
        assertThat(textOf(Letters.invoice("de-DE")))
                .contains("Rechnung", "1.994,44 € zahlbar bis 01.04.2026", "12,5 h", "19 %", "2.994,44 €", "Visa, endet auf 4242", "Seite 1 von");
        assertThat(textOf(Letters.letter("de-CH", Letters.statement(3)))).contains("Kontoauszug", "Anfangssaldo", "1’250.00");
    }

    @Test
    void aLanguageWithoutTextsHasEnglishOnesAndItsOwnNumbers() throws IOException {
        assertThat(textOf(Letters.letter("fr-FR", Letters.invoiceOf("EUR", 123_456_789))))
                .contains("Invoice", "Total", "1 234 567,89 €", "2 Mar 2026");
    }

    @Test
    void amountsHaveTheDigitsOfTheirCurrencyAndAreExact() throws IOException {
        assertThat(textOf(Letters.letter("en-US", Letters.invoiceOf("JPY", 123_456)))).contains("¥123,456").doesNotContain("123,456.");
        assertThat(textOf(Letters.letter("en-US", Letters.invoiceOf("KWD", 1_234_567)))).contains("KWD 1,234.567");
        assertThat(textOf(Letters.letter("de-DE", Letters.invoiceOf("EUR", 9_007_199_254_740_993L)))).contains("90.071.992.547.409,93 €");
    }

    @Test
    void aReceiptSaysWhatWasPaidForWhatAndWhatWasGivenBack() throws IOException {
        assertThat(textOf(Letters.letter("en-US", Letters.receipt())))
                .contains("Receipt", "€1,000.00 received on Mar 9, 2026", "Invoice 2026-000417", "800.00", "On account", "50.00")
                .contains("Refunded on Mar 12, 2026", "-319.95", "Received after refunds", "€680.05");
        assertThat(textOf(Letters.letter("de-DE", Letters.refund())))
                .contains("Erstattungsbeleg", "319,95 € erstattet am 12.03.2026", "Zahlung vom 09.03.2026", "1.000,00", "-50,00", "630,05 €");
    }

    @Test
    void whereNoWayToPayIsKnownNoneIsAnnounced() throws IOException {
        Letter known = Letters.letter("en-US", Letters.statement(3));
        assertThat(text(RENDER.apply(known))).contains("How to pay");
        Issuer issuer = known.issuer();
        Statement owed = Letters.statement(3);
        Letter silent = new Letter(
                new Issuer(issuer.name(), issuer.addressLines(), "", "", "", "", "", List.of(), issuer.branding()), known.recipient(), known.locale(),
                new Statement(owed.number(), owed.issueDate(), owed.from(), owed.to(), owed.currency(), owed.openingMinor(), owed.entries(),
                        owed.closingMinor(), owed.ageing(), owed.openItems(), "", "", ""));
        assertThat(text(RENDER.apply(silent))).contains("Closing balance").doesNotContain("How to pay");
    }

    @Test
    void aStatementListsWhatIsOpenAndHowLateEachIs() throws IOException {
        assertThat(text(RENDER.apply(Letters.letter("en-GB", Letters.statement(3))))).contains("Open on 31 Dec 2025",
                "2025-000104 1 Oct 2025 1 Nov 2025 60 525.00 125.00", "2025-000140 9 Dec 2025 8 Jan 2026 613.00 613.00",
                "17 further open invoices", "Not yet assigned -15.00");
    }

    @Test
    void aReceiptOfTheDayItWasPaidHasOneDate() throws IOException {
        assertThat(text(RENDER.apply(Letters.letter("en-GB", Letters.receipt())))).contains("Paid on").doesNotContain("Date 9 Mar 2026");
    }

    @Test
    void aLongStatementHasItsHeadOnEveryPageAndSaysHowManyThereAre() throws IOException {
        byte[] pdf = RENDER.apply(Letters.letter("en-US", Letters.statement(400)));
        try (PDDocument document = Loader.loadPDF(pdf)) {
            int pages = document.getNumberOfPages();
            assertThat(pages).isBetween(12, 24);
            for (int page = 1; page <= pages; page++) {
                var stripper = new PDFTextStripper();
                stripper.setStartPage(page);
                stripper.setEndPage(page);
                String text = stripper.getText(document);
                assertThat(text).contains("Page " + page + " of " + pages, "Northwind Instruments GmbH");
                assertThat(page < pages ? text : "Balance").contains("Balance");
            }
        }
        assertThat(text(pdf)).contains("Opening balance", "Closing balance", "2025-000001", "2025-000400", "31–60 days");
    }

    @Test
    void pagesAreLetterInAmericaAndA4InEurope() throws IOException {
        try (PDDocument american = Loader.loadPDF(RENDER.apply(Letters.invoice("en-US")));
                PDDocument german = Loader.loadPDF(RENDER.apply(Letters.invoice("de-DE")))) {
            assertThat(american.getPage(0).getMediaBox().getHeight()).isBetween(791f, 793f);
            assertThat(german.getPage(0).getMediaBox().getHeight()).isBetween(841f, 843f);
        }
    }

    @Test
    void namesInOtherScriptsArePrintedAndCanBeCopied() throws IOException {
        List<String> names = List.of("株式会社さくら商事", "서울상사", "北京贸易有限公司", "חברת אור", "ООО Ромашка", "Ελληνική", "Trường Hải Đặng", "Łódź Ağaoğlu", "บริษัท แสงอรุณ", "Rocket 🚀 & ☕\ufe0f 👍🏽 Ltd");
        String text = Normalizer.normalize(
                textOf(Letters.letter("en-GB", new Recipient("Names", names, "", ""), Letters.invoice())), Normalizer.Form.NFC);
        assertThat(text).contains(names.stream().map(name -> name.replace("\ufe0f", "").replace("🏽", "")).toList());
        // Letters are printed in the forms that they have within a word; folded back they are those of the name.
        String arabic = textOf(Letters.letter("en-GB", new Recipient("شركة النور", List.of(), "", ""), Letters.invoice()));
        assertThat(Normalizer.normalize(arabic, Normalizer.Form.NFKC)).contains("شركة النور");
    }

    @Test
    void anAddressThatBeginsWithArabicOrHebrewIsWrittenFromTheRightAroundItsNumber() throws IOException {
        Letter letter = Letters.letter("en-GB", new Recipient("Names", List.of("שדרות 45 הדקל"), "", ""), Letters.invoice());
        try (PDDocument document = Loader.loadPDF(RENDER.apply(letter))) {
            var places = new java.util.TreeMap<String, Float>();
            var stripper = new PDFTextStripper() {
                @Override
                protected void processTextPosition(org.apache.pdfbox.text.TextPosition position) {
                    places.putIfAbsent(position.getUnicode(), position.getX());
                }
            };
            stripper.getText(document);
            // The first word to the right of the number, the last one to its left; 45 and both letters are nowhere else.
            assertThat(places.get("ש")).isGreaterThan(places.get("ק") + 20);
        }
    }

    @Test
    void aCharacterThatNoFontHasIsSeenToBeMissing() throws IOException {
        assertThat(textOf(Letters.letter("en-GB", new Recipient("Reed 𓇋 Ltd", List.of(), "", ""), Letters.invoice())))
                .contains("Reed � Ltd");
    }

    @Test
    void markupInANameIsText() throws IOException {
        String name = "<b>Bobby</b> & \"Sons\" {{total}} <img src='x'/> ]]>";
        assertThat(textOf(Letters.letter("en-US", new Recipient(name, List.of(), "", ""), Letters.invoice()))).contains(name);
    }

    @Test
    void charactersThatControlAreTakenOut() throws IOException {
        assertThat(textOf(Letters.letter("en-US", new Recipient("A\u0000c\u0007m\u202ee\u2066 \ud800Ltd\uffff", List.of(), "", ""), Letters.invoice())))
                .contains("Acme Ltd");
    }

    @Test
    void nothingIsFetchedWhileRenderingEvenIfATemplateAsksForIt(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.css"), "p:before { content: 'leaked' }");
        var requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort();
            String html = ("<html lang=\"en\"><head><title>t</title><meta name=\"description\" content=\"t\"/>"
                    + "<link rel=\"stylesheet\" href=\"ADDRESS/a.css\"/><link rel=\"stylesheet\" href=\"FILE\"/>"
                    + "<style>@import url('ADDRESS/b.css'); @font-face { font-family: X; src: url('ADDRESS/c.ttf') }"
                    + " body { font-family: Noto Sans; background-image: url('ADDRESS/d.png') } p { font-family: X, Noto Sans }</style></head>"
                    + "<body><p>Body</p><img alt=\"e\" src=\"ADDRESS/e.png\"/><img alt=\"f\" src=\"FILE\"/>"
                    + "<object alt=\"g\" data=\"ADDRESS/g.svg\" type=\"image/svg+xml\"></object></body></html>")
                    .replace("ADDRESS", address)
                    .replace("FILE", secret.toUri().toString());
            byte[] pdf = RenderPdf.render(html, FontChoice.of(html), Letters.invoice("en-US"));
            assertThat(text(pdf)).contains("Body").doesNotContain("leaked");
            assertThat(requests).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aTemplateWithADocumentTypeIsNotRead() {
        String html = "<!DOCTYPE html [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><html><body>&x;</body></html>";
        assertThatThrownBy(() -> RenderPdf.render(html, FontChoice.of(html), Letters.invoice("en-US")))
                .hasMessageContaining("well-formed");
    }

    @Test
    void theSameLetterIsTheSameBytesTodayAndInAnotherProcessElsewhere() throws IOException, InterruptedException {
        String here = digests();
        assertThat(digests()).isEqualTo(here);
        // Another time zone, language and seed of hashes: whatever depends on one of them shows.
        Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.timezone=Asia/Tokyo", "-Duser.language=tr", "-Duser.country=TR", "-XX:+UseSerialGC",
                        "-cp", System.getProperty("java.class.path"), RenderPdfTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String there = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(other.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(there).contains(here);
    }

    /** Prints what this process makes of the same letters. */
    public static void main(String[] arguments) {
        System.out.println(digests());
    }

    private static String digests() {
        Letter scripts = Letters.letter("en-GB", new Recipient("株式会社 서울 النور אור", List.of(), "", ""), Letters.statement(40));
        return Sha256.of(RENDER.apply(Letters.invoice("de-DE"))) + " " + Sha256.of(RENDER.apply(scripts));
    }

    @Test
    void anotherLetterIsOtherBytes() {
        assertThat(RENDER.apply(Letters.invoice("en-US"))).isNotEqualTo(RENDER.apply(Letters.invoice("en-GB")));
    }

    @Test
    void theFileSaysWhatItIsInWhichLanguageAndWhenItWasIssued() throws IOException {
        try (PDDocument document = Loader.loadPDF(RENDER.apply(Letters.invoice("de-DE")))) {
            Calendar issued = GregorianCalendar.from(Letters.invoice().issueDate().atStartOfDay(ZoneOffset.UTC));
            assertThat(document.getDocumentInformation().getTitle()).isEqualTo("Rechnung 2026-000417");
            assertThat(document.getDocumentInformation().getCreationDate().toInstant()).isEqualTo(issued.toInstant());
            assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo("de-DE");
            assertThat(document.getDocumentCatalog().getMarkInfo().isMarked()).isTrue();
            assertThat(document.getDocumentCatalog().getOutputIntents()).hasSize(1);
            String xmp = new String(document.getDocumentCatalog().getMetadata().toByteArray(), StandardCharsets.UTF_8);
            assertThat(xmp).contains("2026-03-02T00:00:00Z", "pdfaid");
            for (PDPage page : document.getPages()) {
                page.getResources().getFontNames().forEach(name -> assertThat(font(page, name)).isTrue());
            }
        }
    }

    private static boolean font(PDPage page, org.apache.pdfbox.cos.COSName name) {
        try {
            return page.getResources().getFont(name).isEmbedded();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aLogoIsPrintedAndOneThatIsHugeOrBrokenIsRefused() throws IOException {
        byte[] logo = png(240, 80);
        Letter letter = new Letter(Letters.issuer("#0a7d4f", logo), Letters.RECIPIENT, LetterLocale.of("en-US"), Letters.invoice());
        try (PDDocument document = Loader.loadPDF(RENDER.apply(letter))) {
            assertThat(document.getPage(0).getResources().getXObjectNames()).isNotEmpty();
        }
        assertThatThrownBy(() -> RENDER.apply(new Letter(Letters.issuer("", png(4000, 1200)), Letters.RECIPIENT, LetterLocale.of("en-US"), Letters.invoice())))
                .isInstanceOf(Failure.class).hasMessageContaining("4000 by 1200 pixels");
        byte[] broken = java.util.Arrays.copyOf(logo, 40);
        assertThatThrownBy(() -> RENDER.apply(new Letter(Letters.issuer("", broken), Letters.RECIPIENT, LetterLocale.of("en-US"), Letters.invoice())))
                .isInstanceOf(Failure.class).hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> Letters.issuer("", "<svg/>".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Failure.class).hasMessageContaining("neither PNG nor JPEG");
    }

    private static byte[] png(int width, int height) throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }

    @Test
    void bothLanguagesHaveTheSameTexts() throws IOException {
        assertThat(wording("de").stringPropertyNames()).isEqualTo(wording("en").stringPropertyNames());
        for (String name : wording("en").stringPropertyNames()) {
            assertThat(places(wording("de").getProperty(name))).as(name).isEqualTo(places(wording("en").getProperty(name)));
        }
    }

    private static int places(String text) {
        return text.split("%s", -1).length;
    }

    private static Properties wording(String language) throws IOException {
        var properties = new Properties();
        try (var content = RenderPdfTest.class.getResourceAsStream("/io/avid/document/template/wording_" + language + ".properties")) {
            properties.load(new java.io.InputStreamReader(content, StandardCharsets.UTF_8));
        }
        return properties;
    }
}
