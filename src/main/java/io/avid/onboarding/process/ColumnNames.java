package io.avid.onboarding.process;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a column's name says about its meaning, in English and German; for what is said by yes or no, whose values tell
 * nothing, in French, Spanish, Italian and Dutch too.
 *
 * <p>Names are compared without case, blanks, marks and accents; {@code customerID}, {@code Customer-Id} and
 * {@code CUSTOMER ID} are one name, and so are all ways to say number ({@code No.}, {@code #}, {@code Nr}). A name
 * counts {@link #EXACT} when it can mean nothing else in a list of invoices, {@link #GENERIC} when it means this
 * unless another column says it better, {@link #PART} when a clear name is part of it ("Original invoice date").
 */
final class ColumnNames {
    static final int EXACT = 4;
    static final int GENERIC = 3;
    static final int PART = 2;
    static final int LAST_RESORT = 1;

    private static final Pattern CAMEL = Pattern.compile("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
    private static final Pattern WORDS = Pattern.compile("[^\\p{L}\\p{N}#]+|(?=#)|(?<=#)");
    private static final Pattern FORMAT_WORD = Pattern.compile("d{1,2}|m{2,3}|yy|yyyy|tt|jj|jjjj|iso|usd|eur|gbp|chf");
    private static final Set<String> FILLERS = Set.of("of", "the", "der", "des", "die", "das", "den", "our", "your");

    /** Words after which a name means something else, whatever else it says. */
    private static final Set<String> MISLEADING = Set.of("days", "day", "tage", "tag", "age", "late", "overdue", "tax",
            "vat", "gst", "mwst", "ust", "steuer", "discount", "rabatt", "skonto", "rate", "percent", "prozent", "count",
            "anzahl", "qty", "quantity", "menge", "terms", "line", "position", "pos", "open", "offen", "offener", "balance",
            "saldo", "remaining", "rest", "restbetrag", "outstanding", "dunning", "mahn", "mahnstufe");
    private static final Set<String> MISLEADING_FOR_AMOUNT = Set.of("paid", "bezahlt", "received", "settled", "cleared",
            "payment", "zahlung", "credit", "limit", "fee");

    /** Dates that an invoice list often has besides the three that matter. */
    private static final List<String> OTHER_DATES = List.of("created", "creation", "entry", "entered", "erfasst",
            "erstellt", "updated", "modified", "changed", "geaendert", "printed", "gedruckt", "order", "bestell", "auftrag",
            "deliver", "shipp", "shipment", "liefer", "service", "leistung", "period", "zeitraum", "start", "end", "beginn",
            "ende", "birth", "geburt", "reminder", "mahn", "posting", "buchung", "export", "import", "report", "stichtag",
            "asof", "paperless", "opened", "signup", "joined", "since", "seit", "discount", "skonto");

    private static final List<String> ELECTRONIC_IN_A_NAME = List.of("paperless", "papierlos", "papierloos", "sanspapier", "zeropapier",
            "sinpapel", "senzacarta", "electroni", "elektronisch", "elettronic", "dematerialis", "ebill", "einvoice", "erechnung",
            "efactu", "email", "digita", "online");
    private static final List<String> PAPER_IN_A_NAME = List.of("paper", "papier", "papel", "cartace", "print", "post");

    private static final Map<ReceivableField, Map<Integer, Set<String>>> NAMES = names();

    private ColumnNames() {}

    /** 0 when the name does not speak for the field. */
    static int strength(ReceivableField field, String column) {
        List<String> words = words(column);
        if (words.isEmpty()) {
            return 0;
        }
        String name = joined(words);
        Map<Integer, Set<String>> known = NAMES.get(field);
        for (int strength = EXACT; strength >= LAST_RESORT; strength--) {
            if (known.getOrDefault(strength, Set.of()).contains(name)) {
                return strength;
            }
        }
        for (String word : words) {
            if (MISLEADING.contains(word) || field == ReceivableField.AMOUNT && MISLEADING_FOR_AMOUNT.contains(word)) {
                return 0;
            }
        }
        if (field.isDate() && isAnotherDate(column)) {
            return 0;
        }
        for (int from = 0; from < words.size(); from++) {
            for (int to = words.size(); to > from; to--) {
                if (to - from < words.size() && known.get(EXACT).contains(joined(words.subList(from, to)))) {
                    return PART;
                }
            }
        }
        return 0;
    }

    /** Whether this is a date that is none of ours, by its name. */
    static boolean isAnotherDate(String column) {
        String name = joined(words(column));
        return OTHER_DATES.stream().anyMatch(name::contains) || words(column).stream().anyMatch(MISLEADING::contains);
    }

    /** Whether yes in this column means electronic, paper, or cannot be told. */
    enum YesMeans { ELECTRONIC, PAPER, UNKNOWN }

    static YesMeans yesMeans(String column) {
        String name = joined(words(column));
        // Paperless before paper, which is part of it.
        return ELECTRONIC_IN_A_NAME.stream().anyMatch(name::contains) ? YesMeans.ELECTRONIC
                : PAPER_IN_A_NAME.stream().anyMatch(name::contains) ? YesMeans.PAPER : YesMeans.UNKNOWN;
    }

    /** The name as it is compared: {@code kundenno} for {@code Kunden-Nr.}. */
    static String comparable(String column) {
        return joined(words(column));
    }

    private static List<String> words(String column) {
        String plain = column.strip().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("Ä", "Ae")
                .replace("Ö", "Oe").replace("Ü", "Ue").replace("ß", "ss").replace("№", " no ");
        plain = Normalizer.normalize(plain, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
        List<String> words = new ArrayList<>();
        for (String piece : WORDS.split(plain)) {
            for (String part : CAMEL.split(piece)) {
                String word = part.toLowerCase(Locale.ROOT);
                if (!word.isEmpty() && !FILLERS.contains(word)) {
                    words.add(number(word));
                }
            }
        }
        if (words.size() > 1) {
            List<String> meaning = words.stream().filter(word -> !FORMAT_WORD.matcher(word).matches()).toList();
            return meaning.isEmpty() ? words : meaning;
        }
        return words;
    }

    private static String number(String word) {
        return switch (word) {
            case "#", "number", "nummer", "num", "nr", "nbr" -> "no";
            case "dt" -> "date";
            case "pmt", "pymt" -> "payment";
            default -> word;
        };
    }

    private static String joined(List<String> words) {
        String name = String.join("", words);
        for (String ending : List.of("number", "nummer", "num", "nr", "nbr")) {
            if (name.length() > ending.length() && name.endsWith(ending)) {
                return name.substring(0, name.length() - ending.length()) + "no";
            }
        }
        return name;
    }

    private static Map<ReceivableField, Map<Integer, Set<String>>> names() {
        Map<ReceivableField, Map<Integer, Set<String>>> names = new EnumMap<>(ReceivableField.class);
        names.put(ReceivableField.CUSTOMER_ID, Map.of(
                EXACT, split("""
                        customerid customerno customercode customerref customerkey customeraccount customeraccountno
                        customeraccountid customernoid custid custno custcode custref custaccount clientid clientno clientcode
                        clientref debtorid debtorno debtorcode debitorid debitorno debitorcode debitorenno debitorenkonto
                        kundeid kundeno kundenid kundenno kundencode kundenkonto kundenkennung kdno kndno kdid accountno accountid
                        accountcode acctno acctid acctcode buyerid buyerno payerid payerno billtoid billtono billtocustomer
                        soldtoid soldtono soldtoparty kontono kontoid"""),
                GENERIC, split("account acct customer cust client debtor debitor kunde kd konto buyer payer billto soldto")));
        names.put(ReceivableField.CUSTOMER_NAME, Map.of(
                EXACT, split("""
                        customername custname clientname debtorname debitorname debitorenname kundename kundenname accountname
                        acctname buyername companyname firmenname firmaname businessname billtoname soldtoname payername"""),
                GENERIC, split("""
                        name name1 customer cust client debtor debitor kunde account buyer payer company firma unternehmen organisation
                        organization billto soldto""")));
        names.put(ReceivableField.INVOICE_NUMBER, Map.of(
                EXACT, split("""
                        invoiceno invoiceid invoicecode invoiceref invoicereference invoicereferenceno invno invid invref billno
                        billid docno docid documentno documentid rechnungno rechnungsno rechnungid rechnungsid rechno reno rgno
                        belegno belegid fakturano fakturaid vorgangno customerinvoiceno salesinvoiceno"""),
                GENERIC, split("""
                        invoice inv rechnung beleg faktura document doc bill reference ref refno referenceno referenz referenzno
                        voucher voucherno no""")));
        names.put(ReceivableField.INVOICE_DATE, Map.of(
                EXACT, split("""
                        invoicedate invdate dateinvoice dateinvoiced invoicedon invoiced docdate documentdate billdate billingdate
                        billedon dated issuedate dateissued dateissue issuedon issued rechnungsdatum rechnungdatum rechnungsdat rechdatum
                        redatum rgdatum datumrechnung rechnungvom belegdatum belegdat fakturadatum ausstellungsdatum ausgestelltam
                        ausgestellt"""),
                GENERIC, split("date datum dat vom"),
                LAST_RESORT, split("postingdate buchungsdatum transactiondate bookingdate")));
        names.put(ReceivableField.DUE_DATE, Map.of(
                EXACT, split("""
                        duedate datedue due dueon dueby netdue netduedate duenet paymentdue paymentduedate payby payableby payableon
                        maturity maturitydate invoiceduedate faelligam faellig faelligkeit faelligkeitsdatum faelligkeitdatum
                        faelligbis nettofaellig nettofaelligkeit nettofaelligkeitsdatum nettofaelligam zahlbarbis zahlbaram
                        zahlungbis zahlungsfrist zahlungfaellig zahlungsfaelligkeit"""),
                GENERIC, split("zahlungsziel ziel deadline frist")));
        names.put(ReceivableField.SETTLED_DATE, Map.of(
                EXACT, split("""
                        settleddate settledon settledat datesettled settlementdate settled paiddate paidon paidat datepaid paid paymentdate
                        dateofpayment datepayment paymentreceived paymentreceivedon paymentreceiveddate clearedon cleareddate
                        clearingdate dateclearing datecleared cleared clearing fullypaidon bezahltam bezahlt bezahldatum
                        bezahltdatum gezahltam gezahlt zahlungsdatum zahlungdatum zahldatum zahlungam zahlungseingang
                        zahlungseingangam geldeingang ausgleich ausgleichsdatum ausgleichdatum ausgeglichenam ausgeglichen
                        beglichenam beglichen erledigtam"""),
                GENERIC, split("payment zahlung closedon closeddate closedate closedat closedatdate closed erledigt "
                        + "received receivedon receiveddate receivedat eingangam eingang")));
        names.put(ReceivableField.AMOUNT, Map.of(
                EXACT, split("""
                        invoiceamount invamount invoiceamt invamt invoicetotal invoicevalue totalinvoice grossamount gross
                        grosstotal grossvalue totalgross amountgross billamount billedamount rechnungsbetrag rechnungbetrag
                        rechnungssumme bruttobetrag brutto bruttosumme gesamtbrutto betragbrutto summebrutto rechnungstotal
                        belegbetrag totalincltax totalinclvat amountinclvat"""),
                GENERIC, split("""
                        amount amt total totalamount amounttotal sum value betrag summe gesamt gesamtbetrag gesamtsumme endbetrag
                        wert amountdue totaldue charge charged charges amountinlocalcurrency amountindoccurr amountindoccurrency
                        betraginhauswaehrung betraginbelegwaehrung umsatz"""),
                LAST_RESORT, split("net netamount nettotal netvalue netto nettobetrag subtotal betragnetto summenetto")));
        names.put(ReceivableField.DISPUTED, Map.of(
                EXACT, split("""
                        disputed dispute disp indispute isdisputed disputeflag disputeyn disputestatus underdispute strittig bestritten
                        umstritten streit streitig streitfall instreit reklamiert reklamation beanstandet beanstandung widersprochen
                        einspruch litige enlitige litigieux litigieuse disputado disputada endisputa enlitigio contestato
                        contestata incontestazione incontenzioso betwist ingeschil indispuut"""),
                GENERIC, split("""
                        contested contest complaint claim challenged klaerung inklaerung klaerfall streitfrage conteste contestee
                        contestation reclamation disputa litigio impugnado impugnada controversia encontroversia reclamado
                        reclamada contestazione contenzioso controversa reclamo betwisting geschil dispuut klacht reclamatie""")));
        names.put(ReceivableField.DELIVERY, Map.of(
                EXACT, split("""
                        delivery deliverymethod deliverytype deliverymode deliverychannel paperlessbill paperlessbilling paperless
                        paperlessinvoice billdelivery invoicedelivery ebill ebilling einvoice einvoicing electronicinvoice versand
                        versandart versandweg versandform rechnungsversand zustellung zustellart zustellweg zustellungsart
                        papierlos erechnung papierrechnung billformat invoiceformat billtype dispatch sentby sendby
                        modeenvoi modedenvoi modelivraison modedelivraison sanspapier zeropapier efacture factureelectronique
                        facturationelectronique metodoenvio metododeenvio formadeenvio sinpapel facturaelectronica modoinvio
                        mododiinvio modalitainvio modalitadiinvio senzacarta fatturaelettronica verzendwijze verzendmethode
                        leveringswijze papierloos efactuur digitalefactuur elektronischefactuur"""),
                GENERIC, split("""
                        channel kanal medium electronic elektronisch paper papier format form envoi livraison electronique
                        dematerialise dematerialisee envio entrega electronico electronica papel invio consegna spedizione
                        elettronico elettronica cartaceo cartacea verzending levering digitaal""")));
        names.put(ReceivableField.COUNTRY, Map.of(
                EXACT, split("""
                        countrycode country countryid countrycd customercountry billingcountry land landcode laendercode
                        laenderkennzeichen landeskennzeichen landkennzeichen kundenland isocountry countryiso lkz ctry"""),
                GENERIC, split("nation staat")));
        names.put(ReceivableField.CURRENCY, Map.of(
                EXACT, split("""
                        currency currencycode invoicecurrency isocurrency curr ccy waehrung waehrungscode rechnungswaehrung
                        belegwaehrung whg wkz devise"""),
                GENERIC, split("cur crcy")));
        return Map.copyOf(names);
    }

    private static Set<String> split(String words) {
        return Set.copyOf(List.of(words.strip().split("\\s+")));
    }
}
