package io.tocsin.config;

import java.util.List;
import java.util.Set;

/** A piece of a YAML document, with the place where it starts. */
sealed interface Node {
    Position at();

    /** What to call it in an error. */
    String kind();

    /** A single value; plain is one neither in quotes nor in a block. */
    record Scalar(Position at, String text, boolean plain) implements Node {
        private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

        boolean isNull() {
            return plain && NULLS.contains(text);
        }

        @Override
        public String kind() {
            return isNull() ? "nothing" : "text";
        }
    }

    record Mapping(Position at, List<Entry> entries) implements Node {
        @Override
        public String kind() {
            return "keys";
        }
    }

    record Sequence(Position at, List<Node> items) implements Node {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** A node whose problem is already reported. */
    record Broken(Position at) implements Node {
        @Override
        public String kind() {
            return "something broken";
        }
    }

    record Entry(Position at, String key, Node value) {}
}
