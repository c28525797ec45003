package io.tocsin.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/** YAML as an editor hands it to JSON Schema: plain scalars by the core schema of YAML 1.2. */
final class YamlJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private YamlJson() {}

    /** The document, or nothing where the text is not YAML as Tocsin reads it. */
    static Optional<JsonNode> read(String text) {
        Report report = new Report("");
        Node node = YamlReader.read(text, report);
        return node == null || !report.isEmpty() ? Optional.empty() : Optional.of(json(node));
    }

    static JsonNode of(String text) {
        return read(text).orElseThrow(() -> new IllegalArgumentException("not YAML: " + text));
    }

    private static JsonNode json(Node node) {
        if (node instanceof Node.Mapping mapping) {
            ObjectNode object = JSON.objectNode();
            mapping.entries().forEach(entry -> object.set(entry.key(), json(entry.value())));
            return object;
        }
        if (node instanceof Node.Sequence sequence) {
            ArrayNode array = JSON.arrayNode();
            sequence.items().forEach(item -> array.add(json(item)));
            return array;
        }
        return node instanceof Node.Scalar scalar ? scalar(scalar) : JSON.missingNode();
    }

    private static JsonNode scalar(Node.Scalar scalar) {
        String text = scalar.text();
        if (scalar.isNull()) {
            return JSON.nullNode();
        }
        if (!scalar.plain()) {
            return JSON.textNode(text);
        }
        if (text.matches("true|True|TRUE|false|False|FALSE")) {
            return JSON.booleanNode(text.equalsIgnoreCase("true"));
        }
        if (text.matches("[-+]?[0-9]{1,1000}")) {
            return JSON.numberNode(new BigInteger(text));
        }
        if (text.matches("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")) {
            return JSON.numberNode(new BigDecimal(text));
        }
        return JSON.textNode(text);
    }
}
