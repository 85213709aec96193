package io.avid.onboarding.process;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The words that stand in receivables files for yes and no, for a way of delivery, and for nothing at all. */
final class Words {
    private static final Set<String> YES = Set.of("yes", "y", "true", "t", "1", "ja", "j", "wahr", "x", "✓", "✔",
            "oui", "o", "vrai", "sí", "si", "sì", "s", "verdadero", "vero", "waar", "disputed", "strittig", "in dispute");
    private static final Set<String> NO = Set.of("no", "n", "false", "f", "0", "nein", "falsch", "-", "none", "keine",
            "non", "nee", "faux", "falso", "onwaar",
            "not disputed", "unstrittig");
    private static final Set<String> PAPER = Set.of("paper", "papier", "post", "print", "printed", "letter", "brief",
            "postal", "by post", "per post", "p", "druck", "gedruckt", "courrier", "papel", "correo", "cartaceo", "cartacea", "posta",
            "papieren");
    private static final Set<String> ELECTRONIC = Set.of("electronic", "electronically", "elektronisch", "e-mail",
            "email", "per e-mail", "per email", "by email", "by e-mail", "digital", "online", "pdf", "paperless",
            "papierlos", "portal", "edi", "xrechnung", "zugferd", "peppol", "e-bill", "ebill", "e-invoice", "e-rechnung",
            "e", "électronique", "electronique", "electrónico", "electrónica", "electronico", "electronica", "elettronico",
            "elettronica", "digitaal", "papierloos");
    private static final Set<String> NOTHING = Set.of("", "-", "--", "---", "–", "n/a", "n.a.", "na", "null", "none",
            "nil", "(null)", "(blank)", "0000-00-00", "00.00.0000", "00/00/0000", "k.a.", "offen", "open", "unpaid",
            "not paid", "unbezahlt");

    private Words() {}

    static Optional<Boolean> yesOrNo(String value) {
        String word = value.toLowerCase(Locale.ROOT);
        if (YES.contains(word)) {
            return Optional.of(true);
        }
        return word.isEmpty() || NO.contains(word) ? Optional.of(false) : Optional.empty();
    }

    static Optional<Delivery> delivery(String value) {
        String word = value.toLowerCase(Locale.ROOT);
        if (PAPER.contains(word)) {
            return Optional.of(Delivery.PAPER);
        }
        return ELECTRONIC.contains(word) ? Optional.of(Delivery.ELECTRONIC) : Optional.empty();
    }

    /** Whether a value that may be left out is left out in words: {@code n/a}, {@code open}, {@code 0000-00-00}. */
    static boolean isNothing(String value) {
        return value.isEmpty() || value.length() <= 12 && NOTHING.contains(value.toLowerCase(Locale.ROOT));
    }

    /** A value without the blanks around it, and without Excel's {@code ="00123"} around what shall stay text. */
    static String clean(String raw) {
        int from = 0;
        int to = raw.length();
        while (from < to && isBlank(raw.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(raw.charAt(to - 1))) {
            to--;
        }
        if (to - from >= 3 && raw.charAt(from) == '=' && raw.charAt(from + 1) == '"' && raw.charAt(to - 1) == '"') {
            return clean(raw.substring(from + 2, to - 1));
        }
        return raw.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return c <= ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\ufeff';
    }
}
