package io.avid.architecture;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/**
 * Resources against the schemas of their kinds, as a cluster that has these would check them: no field that is not known, the right
 * type, what is required, and the rules in CEL.
 */
final class CustomResourceSchemas {
    private final Map<String, Map<?, ?>> schemas = new HashMap<>();
    private final Cel cel = CelFactory.standardCelBuilder()
            .addVar("self", SimpleType.DYN)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addCompilerLibraries(CelExtensions.strings())
            .addRuntimeLibraries(CelExtensions.strings())
            // Of Kubernetes' own additions those that the schemas use.
            .addFunctionDeclarations(
                    CelFunctionDecl.newFunctionDeclaration("url", CelOverloadDecl.newGlobalOverload("url_of_string", SimpleType.STRING, SimpleType.STRING)),
                    CelFunctionDecl.newFunctionDeclaration("getScheme", CelOverloadDecl.newMemberOverload("scheme_of_url", SimpleType.STRING, SimpleType.STRING)))
            .addFunctionBindings(
                    CelFunctionBinding.from("url_of_string", String.class, address -> address),
                    CelFunctionBinding.from("scheme_of_url", String.class, address -> String.valueOf(URI.create(address).getScheme())))
            .build();

    private CustomResourceSchemas() {}

    /** All that lie in a folder, whatever their files' names. */
    static CustomResourceSchemas read(Path folder) {
        var schemas = new CustomResourceSchemas();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).sorted().toList()) {
                for (Object document : new Yaml().loadAll(Files.readString(file))) {
                    if (document instanceof Map<?, ?> definition) {
                        schemas.add(map(definition, "spec"));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the schemas in " + folder + " cannot be read", e);
        }
        return schemas;
    }

    private void add(Map<?, ?> spec) {
        for (Object each : list(spec, "versions")) {
            Map<?, ?> version = (Map<?, ?>) each;
            schemas.put(spec.get("group") + "/" + version.get("name") + " " + map(spec, "names").get("kind"),
                    map(map(version, "schema"), "openAPIV3Schema"));
        }
    }

    /** The kinds that are known, such as {@code security.istio.io/v1 AuthorizationPolicy}. */
    boolean knows(String kind) {
        return schemas.containsKey(kind);
    }

    /** One line for each thing about a resource that its schema forbids. */
    List<String> violations(Map<?, ?> given) {
        String kind = given.get("apiVersion") + " " + given.get("kind");
        var violations = new ArrayList<String>();
        Map<?, ?> schema = schemas.get(kind);
        if (schema == null) {
            return List.of(kind + " is a kind without a schema");
        }
        var resource = (Map<?, ?>) withDefaults(schema, given);
        // What every resource has is not in the schema of its kind.
        for (Map.Entry<?, ?> part : resource.entrySet()) {
            if (!List.of("apiVersion", "kind", "metadata").contains(part.getKey())) {
                Object known = map(schema, "properties").get(part.getKey());
                if (known == null) {
                    violations.add(part.getKey() + " is not known");
                } else {
                    check((Map<?, ?>) known, part.getValue(), part.getKey().toString(), violations);
                }
            }
        }
        rules(schema, resource, "", violations);
        String name = kind + " " + map(resource, "metadata").get("name") + ": ";
        return violations.stream().map(violation -> name + violation).toList();
    }

    /** As the cluster completes it before it judges. */
    private static Object withDefaults(Map<?, ?> schema, Object value) {
        if (value instanceof List<?> items) {
            return items.stream().map(item -> withDefaults(map(schema, "items"), item)).toList();
        }
        if (!(value instanceof Map<?, ?> object)) {
            return value;
        }
        var completed = new LinkedHashMap<Object, Object>(object);
        map(schema, "properties").forEach((name, property) -> {
            Object of = completed.containsKey(name) ? completed.get(name) : ((Map<?, ?>) property).get("default");
            if (of != null) {
                completed.put(name, withDefaults((Map<?, ?>) property, of));
            }
        });
        return completed;
    }

    private void check(Map<?, ?> schema, Object value, String at, List<String> violations) {
        if (Boolean.TRUE.equals(schema.get("x-kubernetes-int-or-string")) || value == null && Boolean.TRUE.equals(schema.get("nullable"))) {
            return;
        }
        Object type = schema.get("type");
        boolean fits = switch (type == null ? "" : type.toString()) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "integer" -> value instanceof Integer || value instanceof Long;
            case "number" -> value instanceof Number;
            case "boolean" -> value instanceof Boolean;
            default -> true;
        };
        if (!fits) {
            violations.add(at + " is " + value + ", expected " + type);
            return;
        }
        if (schema.get("enum") instanceof List<?> allowed && !allowed.contains(value)) {
            violations.add(at + " is " + value + ", expected one of " + allowed);
        }
        if (value instanceof Map<?, ?> object) {
            checkObject(schema, object, at, violations);
        } else if (value instanceof List<?> items) {
            bound(schema, "minItems", "maxItems", items.size(), at + " has %d items", violations);
            for (int i = 0; i < items.size(); i++) {
                check(map(schema, "items"), items.get(i), at + "[" + i + "]", violations);
            }
        } else if (value instanceof String text) {
            bound(schema, "minLength", "maxLength", text.length(), at + " has %d characters", violations);
            if (schema.get("pattern") instanceof String pattern && !Pattern.compile(pattern).matcher(text).find()) {
                violations.add(at + " is " + text + ", expected " + pattern);
            }
        } else if (value instanceof Number number) {
            bound(schema, "minimum", "maximum", number.longValue(), at + " is %d", violations);
        }
        rules(schema, value, at, violations);
    }

    private void checkObject(Map<?, ?> schema, Map<?, ?> object, String at, List<String> violations) {
        for (Object required : list(schema, "required")) {
            if (!object.containsKey(required)) {
                violations.add(at + "." + required + " is missing");
            }
        }
        Map<?, ?> properties = map(schema, "properties");
        for (Map.Entry<?, ?> field : object.entrySet()) {
            String name = at + "." + field.getKey();
            if (properties.get(field.getKey()) instanceof Map<?, ?> known) {
                check(known, field.getValue(), name, violations);
            } else if (schema.get("additionalProperties") instanceof Map<?, ?> any) {
                check(any, field.getValue(), name, violations);
            } else if (!Boolean.TRUE.equals(schema.get("x-kubernetes-preserve-unknown-fields"))) {
                violations.add(name + " is not known");
            }
        }
    }

    private static void bound(Map<?, ?> schema, String least, String most, long is, String what, List<String> violations) {
        if (schema.get(least) instanceof Number low && is < low.longValue()) {
            violations.add(String.format(what, is) + ", expected at least " + low);
        }
        if (schema.get(most) instanceof Number high && is > high.longValue()) {
            violations.add(String.format(what, is) + ", expected at most " + high);
        }
    }

    private void rules(Map<?, ?> schema, Object value, String at, List<String> violations) {
        for (Object each : list(schema, "x-kubernetes-validations")) {
            String rule = ((Map<?, ?>) each).get("rule").toString();
            // A rule about a change has nothing to compare with.
            if (rule.contains("oldSelf")) {
                continue;
            }
            try {
                if (!Boolean.TRUE.equals(cel.createProgram(cel.compile(rule).getAst()).eval(Map.of("self", celValue(value))))) {
                    violations.add(at + ": " + ((Map<?, ?>) each).get("message") + " (" + rule.strip() + ")");
                }
            } catch (CelValidationException | CelEvaluationException e) {
                violations.add(at + ": the rule " + rule.strip() + " cannot be judged: " + e.getMessage());
            }
        }
    }

    /** As CEL counts: all whole numbers are long. */
    private static Object celValue(Object value) {
        return switch (value) {
            case Integer number -> number.longValue();
            case List<?> list -> list.stream().map(CustomResourceSchemas::celValue).toList();
            case Map<?, ?> map -> {
                var copy = new HashMap<Object, Object>();
                map.forEach((key, each) -> copy.put(key, celValue(each)));
                yield copy;
            }
            default -> value;
        };
    }

    static Map<?, ?> map(Map<?, ?> parent, String key) {
        return parent.get(key) instanceof Map<?, ?> map ? map : Map.of();
    }

    static List<?> list(Map<?, ?> parent, String key) {
        return parent.get(key) instanceof List<?> list ? list : List.of();
    }
}
