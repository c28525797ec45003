package io.tocsin.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads one YAML document into nodes. Refused: what only surprises in settings (anchors, aliases, tags, further
 * documents, text over several lines outside of a block). No problem shows the text of the file, which may be a secret.
 */
final class YamlReader {
    private static final int MAX_DEPTH = 16;

    private final ParserImpl parser;
    private final Report report;
    private boolean openQuote;

    private YamlReader(String text, Report report) {
        this.parser = new ParserImpl(new StreamReader(text), new LoaderOptions());
        this.report = report;
    }

    /** The document's root, or null after a mistake in its syntax; an empty document is an empty mapping. */
    static @Nullable Node read(String text, Report report) {
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        Characters.check(body, report);
        if (!report.isEmpty()) {
            return null;
        }
        YamlReader reader = new YamlReader(body, report);
        try {
            return reader.document();
        } catch (MarkedYAMLException e) {
            // What follows an open quote is only its consequence.
            if (!reader.openQuote) {
                YamlErrors.report(e, report);
            }
            return null;
        } catch (TooDeep e) {
            return null;
        }
    }

    /** Ends the reading, for the parser's time grows with the square of the depth. */
    private static final class TooDeep extends RuntimeException {}

    private Node document() {
        parser.getEvent();
        if (parser.checkEvent(Event.ID.StreamEnd)) {
            return new Node.Mapping(Position.START, List.of());
        }
        parser.getEvent();
        Node root = node("", 0);
        parser.getEvent();
        if (!parser.checkEvent(Event.ID.StreamEnd)) {
            report.add(position(parser.peekEvent().getStartMark()), "a second document starts here: keep only one");
        }
        return root instanceof Node.Scalar scalar && scalar.isNull()
                ? new Node.Mapping(Position.START, List.of())
                : root;
    }

    private Node node(String path, int depth) {
        Event event = parser.getEvent();
        Position at = position(event.getStartMark());
        if (event instanceof AliasEvent) {
            report.add(at, "an alias ('*'): not supported, write the value out, or quote it if it is text");
            return new Node.Broken(at);
        }
        boolean anchored = event instanceof NodeEvent node && node.getAnchor() != null;
        if (anchored) {
            report.add(at, "an anchor ('&'): not supported, remove it, or quote the value if it is text");
        }
        if (event instanceof ScalarEvent scalar) {
            Node read = scalar(scalar, at);
            return anchored ? new Node.Broken(at) : read;
        }
        if (((CollectionStartEvent) event).getTag() != null) {
            tagged(at);
        }
        if (depth == MAX_DEPTH) {
            report.add(at, "nested deeper than " + MAX_DEPTH + " levels");
            throw new TooDeep();
        }
        return event.is(Event.ID.MappingStart) ? mapping(path, at, depth) : sequence(path, at, depth);
    }

    private Node scalar(ScalarEvent scalar, Position at) {
        if (scalar.getTag() != null) {
            tagged(at);
            return new Node.Broken(at);
        }
        boolean severalLines =
                scalar.getEndMark().getLine() != scalar.getStartMark().getLine();
        if (severalLines && (scalar.isSQuoted() || scalar.isDQuoted())) {
            openQuote = true;
            report.add(at, "a quote opens here and does not close on its line: add the missing quote");
            return new Node.Broken(at);
        }
        if (severalLines && scalar.isPlain()) {
            report.add(at, "this text goes on in the next line: is that indented wrongly, or is a ':' missing there?");
            return new Node.Broken(at);
        }
        return new Node.Scalar(at, scalar.getValue(), scalar.isPlain());
    }

    private void tagged(Position at) {
        report.add(at, "a tag ('!'): not supported, remove it, or quote the value if it is text");
    }

    private Node mapping(String path, Position at, int depth) {
        List<Node.Entry> entries = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        while (!parser.checkEvent(Event.ID.MappingEnd)) {
            Node key = node(path, depth + 1);
            String name = key instanceof Node.Scalar scalar ? scalar.text() : "";
            String child = path.isEmpty() ? name : path + "." + name;
            Node value = node(child, depth + 1);
            if (!(key instanceof Node.Scalar)) {
                if (!(key instanceof Node.Broken)) {
                    report.add(key.at(), "a key must be a single word, found " + key.kind());
                }
                continue;
            }
            Integer first = lines.putIfAbsent(name, key.at().line());
            if (first == null) {
                entries.add(new Node.Entry(key.at(), name, value));
            } else {
                report.add(key.at(), "duplicate key '" + Shown.key(child) + "': already given in line " + first);
            }
        }
        parser.getEvent();
        return new Node.Mapping(at, List.copyOf(entries));
    }

    private Node sequence(String path, Position at, int depth) {
        List<Node> items = new ArrayList<>();
        while (!parser.checkEvent(Event.ID.SequenceEnd)) {
            items.add(node(path, depth + 1));
        }
        parser.getEvent();
        return new Node.Sequence(at, List.copyOf(items));
    }

    static Position position(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
