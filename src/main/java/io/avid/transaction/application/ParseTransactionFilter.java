package io.avid.transaction.application;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.transaction.application.TransactionFilter.Comparison;
import io.avid.transaction.application.TransactionFilter.Field;
import io.avid.transaction.application.TransactionFilter.FieldType;
import io.avid.transaction.application.TransactionFilter.Value;
import io.avid.transaction.domain.TransactionKind;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a filter, a subset of <a href="https://google.aip.dev/160">AIP-160</a>.
 *
 * <pre>
 * filter      = [ sequence { "AND" sequence } ]
 * sequence    = factor { factor }                 parts beside each other must all match, as with AND
 * factor      = term { "OR" term }                OR binds closer than AND, as AIP-160 has it
 * term        = [ "NOT" | "-" ] simple
 * simple      = "(" filter ")" | word | field comparator value
 * comparator  = "=" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;=" | ":"
 * </pre>
 *
 * {@code field:*} asks whether the field is there, {@code attributes:NAME} whether the attribute is; a text that ends with a star matches
 * what begins so. Values with blanks or signs stand in double or single quotes, with a backslash before a quote. A word that is no
 * comparison finds invoice numbers and external ids. No Java library for the language is kept up; that is why this is here.
 */
public final class ParseTransactionFilter {

    /** Deeper parentheses are refused: they say nothing that fewer do not, and cost stack. */
    private static final int MAX_DEPTH = 20;
    private static final DateTimeFormatter FOUR_DIGIT_YEARS = new DateTimeFormatterBuilder().appendValue(ChronoField.YEAR, 4)
            .appendPattern("-MM-dd").toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private enum TokenType { TEXT, QUOTED, COMPARATOR, OPEN, CLOSE, MINUS, END }

    private record Token(TokenType type, String text, int position) {
        boolean isKeyword(String keyword) {
            return type == TokenType.TEXT && text.equals(keyword);
        }
    }

    private final String source;
    private final List<Token> tokens;
    private int next;
    private int depth;

    private ParseTransactionFilter(String source) {
        this.source = source;
        this.tokens = tokens();
    }

    /**
     * The filter that a text means.
     *
     * @throws Failure INVALID_ARGUMENT, reason FILTER_INVALID, with the position (from 1) and what was expected there
     */
    public static TransactionFilter parse(String source) {
        ParseTransactionFilter parser = new ParseTransactionFilter(source);
        if (parser.peek().type() == TokenType.END) {
            return new TransactionFilter.All();
        }
        TransactionFilter filter = parser.expression();
        if (parser.peek().type() != TokenType.END) {
            throw parser.invalid(parser.peek(), "AND, OR or the end");
        }
        return filter;
    }

    private TransactionFilter expression() {
        List<TransactionFilter> parts = new ArrayList<>();
        parts.add(sequence());
        while (peek().isKeyword("AND")) {
            next++;
            parts.add(sequence());
        }
        return parts.size() == 1 ? parts.getFirst() : new TransactionFilter.And(parts);
    }

    private TransactionFilter sequence() {
        List<TransactionFilter> parts = new ArrayList<>();
        do {
            parts.add(factor());
        } while (peek().type() != TokenType.END && peek().type() != TokenType.CLOSE && !peek().isKeyword("AND"));
        return parts.size() == 1 ? parts.getFirst() : new TransactionFilter.And(parts);
    }

    private TransactionFilter factor() {
        List<TransactionFilter> parts = new ArrayList<>();
        parts.add(term());
        while (peek().isKeyword("OR")) {
            next++;
            parts.add(term());
        }
        return parts.size() == 1 ? parts.getFirst() : new TransactionFilter.Or(parts);
    }

    private TransactionFilter term() {
        if (peek().isKeyword("NOT") || peek().type() == TokenType.MINUS) {
            next++;
            return new TransactionFilter.Not(simple());
        }
        return simple();
    }

    private TransactionFilter simple() {
        Token token = tokens.get(next++);
        if (token.type() == TokenType.OPEN) {
            if (++depth > MAX_DEPTH) {
                throw invalid(token, "at most " + MAX_DEPTH + " parentheses within each other");
            }
            TransactionFilter inner = expression();
            if (peek().type() != TokenType.CLOSE) {
                throw invalid(peek(), "a closing parenthesis");
            }
            next++;
            depth--;
            return inner;
        }
        boolean isWord = token.type() == TokenType.QUOTED
                || token.type() == TokenType.TEXT && !List.of("AND", "OR", "NOT").contains(token.text());
        if (!isWord) {
            throw invalid(token, "a field, a word or an opening parenthesis");
        }
        if (peek().type() != TokenType.COMPARATOR) {
            return new TransactionFilter.Word(token.text());
        }
        return restriction(token, tokens.get(next++));
    }

    private TransactionFilter restriction(Token name, Token comparator) {
        boolean isAttribute = name.text().startsWith(Field.ATTRIBUTE.label() + ".");
        String attribute = isAttribute ? name.text().substring(Field.ATTRIBUTE.label().length() + 1) : "";
        Field field = isAttribute ? Field.ATTRIBUTE : field(name);
        Token value = valueToken();
        if (comparator.text().equals(":") && field == Field.ATTRIBUTE && !isAttribute) {
            return new TransactionFilter.Present(field, value.text());
        }
        if (field == Field.ATTRIBUTE && attribute.isEmpty()) {
            throw invalid(name, "attributes.NAME");
        }
        if (comparator.text().equals(":") && value.text().equals("*") && value.type() == TokenType.TEXT) {
            return new TransactionFilter.Present(field, attribute);
        }
        Comparison comparison = switch (comparator.text()) {
            case "=", ":" -> Comparison.EQUAL;
            case "!=" -> Comparison.NOT_EQUAL;
            case "<" -> Comparison.LESS;
            case "<=" -> Comparison.AT_MOST;
            case ">" -> Comparison.GREATER;
            default -> Comparison.AT_LEAST;
        };
        Value typed = value(field, value);
        boolean ordered = comparison != Comparison.EQUAL && comparison != Comparison.NOT_EQUAL;
        if (ordered && (field.type() == FieldType.FLAG || typed instanceof Value.Prefix || field == Field.KIND)) {
            throw invalid(comparator, "= or !=, as this value has no order");
        }
        return new TransactionFilter.Restriction(field, attribute, comparison, typed);
    }

    private Token valueToken() {
        Token value = tokens.get(next++);
        if (value.type() == TokenType.MINUS && peek().type() == TokenType.TEXT) {
            Token digits = tokens.get(next++);
            return new Token(TokenType.TEXT, "-" + digits.text(), value.position());
        }
        if (value.type() != TokenType.TEXT && value.type() != TokenType.QUOTED) {
            throw invalid(value, "a value");
        }
        return value;
    }

    private Field field(Token name) {
        for (Field field : Field.values()) {
            if (field.label().equals(name.text())) {
                return field;
            }
        }
        List<String> names = Arrays.stream(Field.values()).map(field -> field == Field.ATTRIBUTE ? "attributes.NAME" : field.label()).toList();
        throw invalid(name, "one of the fields " + String.join(", ", names));
    }

    private Value value(Field field, Token token) {
        return switch (field.type()) {
            case NUMBER -> new Value.Number(number(token));
            case DATE -> new Value.Date(date(token));
            case FLAG -> new Value.Flag(flag(token));
            case TEXT -> switch (field) {
                case KIND -> new Value.Text(kind(token));
                case CUSTOMER -> text(customer(token));
                default -> text(token);
            };
        };
    }

    /** By another of its ids a customer would have no transactions, which reads as one that owes nothing. */
    private Token customer(Token token) {
        if (!token.text().startsWith("customers/")) {
            throw invalid(token, "a customer's name, \"customers/…\"; LookupCustomers finds it by an external id");
        }
        return token;
    }

    private static Value text(Token token) {
        boolean prefix = token.text().length() > 1 && token.text().endsWith("*");
        return prefix ? new Value.Prefix(token.text().substring(0, token.text().length() - 1)) : new Value.Text(token.text());
    }

    private long number(Token token) {
        try {
            return Long.parseLong(token.text());
        } catch (NumberFormatException e) {
            throw invalid(token, "a whole number of minor units, such as 1000");
        }
    }

    private LocalDate date(Token token) {
        try {
            return LocalDate.parse(token.text(), FOUR_DIGIT_YEARS);
        } catch (DateTimeException e) {
            throw invalid(token, "a date that exists, as YYYY-MM-DD");
        }
    }

    private boolean flag(Token token) {
        return switch (token.text().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(token, "true or false");
        };
    }

    private String kind(Token token) {
        for (TransactionKind kind : TransactionKind.values()) {
            if (kind.name().equalsIgnoreCase(token.text())) {
                return kind.name();
            }
        }
        throw invalid(token, "one of the kinds " + Arrays.toString(TransactionKind.values()));
    }

    private Token peek() {
        return tokens.get(next);
    }

    private List<Token> tokens() {
        List<Token> found = new ArrayList<>();
        int at = 0;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '"' || c == '\'') {
                at = quoted(found, at);
            } else {
                Token token = unquoted(at);
                found.add(token);
                at += token.text().length();
            }
        }
        found.add(new Token(TokenType.END, "the end", source.length()));
        return found;
    }

    private Token unquoted(int at) {
        char c = source.charAt(at);
        return switch (c) {
            case '(' -> new Token(TokenType.OPEN, "(", at);
            case ')' -> new Token(TokenType.CLOSE, ")", at);
            case '-' -> new Token(TokenType.MINUS, "-", at);
            case '=', ':' -> new Token(TokenType.COMPARATOR, Character.toString(c), at);
            case '<', '>', '!' -> {
                boolean two = at + 1 < source.length() && source.charAt(at + 1) == '=';
                if (c == '!' && !two) {
                    throw invalid(new Token(TokenType.COMPARATOR, "!", at), "!=");
                }
                yield new Token(TokenType.COMPARATOR, source.substring(at, two ? at + 2 : at + 1), at);
            }
            default -> {
                int end = at;
                while (end < source.length() && !Character.isWhitespace(source.charAt(end)) && "()=:<>!\"'".indexOf(source.charAt(end)) < 0) {
                    end++;
                }
                yield new Token(TokenType.TEXT, source.substring(at, end), at);
            }
        };
    }

    private int quoted(List<Token> found, int start) {
        char quote = source.charAt(start);
        StringBuilder text = new StringBuilder();
        for (int at = start + 1; at < source.length(); at++) {
            char c = source.charAt(at);
            if (c == '\\' && at + 1 < source.length()) {
                text.append(source.charAt(++at));
            } else if (c == quote) {
                found.add(new Token(TokenType.QUOTED, text.toString(), start));
                return at + 1;
            } else {
                text.append(c);
            }
        }
        throw invalid(new Token(TokenType.QUOTED, source.substring(start), start), "a closing " + quote);
    }

    private Failure invalid(Token found, String expected) {
        int position = found.position() + 1;
        return Failure.of(FailureKind.INVALID_ARGUMENT, "FILTER_INVALID",
                "The filter cannot be read at character " + position + ": found '" + found.text() + "', expected " + expected
                        + ". For example: kind = PAYMENT AND amount_minor > 1000 AND effective_date >= \"2012-01-01\".",
                Map.of("position", Integer.toString(position), "expected", expected));
    }
}
