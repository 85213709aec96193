package io.avid.cli.terminal;

import com.google.gson.stream.JsonWriter;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * JSON for scripts, an object a line.
 *
 * <p>A message is written with its fields named as in the proto and every whole number as a JSON
 * number. Protobuf's own printer writes int64 as strings, which a script cannot add up; amounts are
 * whole minor units, so a number loses nothing below 2^53 minor units.
 */
public final class JsonText {
    private JsonText() {}

    /** What writes into a JSON document. */
    public interface Content {
        void writeTo(JsonWriter json) throws IOException;
    }

    /** The object whose members {@code content} writes, on one line. */
    public static String object(Content content) {
        var text = new StringWriter();
        var json = new JsonWriter(text);
        try {
            json.beginObject();
            content.writeTo(json);
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be written to", e);
        }
        return text.toString();
    }

    /** A message, on one line. */
    public static String of(Message message) {
        return object(json -> writeFields(json, message));
    }

    /** Writes a message as a value, after its name or in an array. */
    public static void write(JsonWriter json, Message message) throws IOException {
        json.beginObject();
        writeFields(json, message);
        json.endObject();
    }

    /** Writes the fields of a message into the object that is open. */
    public static void writeFields(JsonWriter json, Message message) throws IOException {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.hasPresence() && !message.hasField(field)) {
                continue;
            }
            json.name(field.getName());
            Object value = message.getField(field);
            if (field.isMapField()) {
                json.beginObject();
                for (Object entry : (List<?>) value) {
                    var pair = (MapEntry<?, ?>) entry;
                    json.name(String.valueOf(pair.getKey()));
                    writeValue(json, pair.getValue());
                }
                json.endObject();
            } else if (field.isRepeated()) {
                json.beginArray();
                for (Object element : (List<?>) value) {
                    writeValue(json, element);
                }
                json.endArray();
            } else {
                writeValue(json, value);
            }
        }
    }

    private static void writeValue(JsonWriter json, Object value) throws IOException {
        switch (value) {
            case Timestamp time -> json.value(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString());
            case Message message -> write(json, message);
            case EnumValueDescriptor constant -> json.value(constant.getName());
            case ByteString bytes -> json.value(Base64.getEncoder().encodeToString(bytes.toByteArray()));
            case String text -> json.value(text);
            case Boolean truth -> json.value(truth);
            case Number number -> json.value(number);
            default -> throw new IllegalStateException("a field of a proto is no " + value.getClass());
        }
    }
}
