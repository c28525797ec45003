package io.tocsin.config;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says in a user's words what YAML's scanner and parser complain about. */
final class YamlErrors {
    private YamlErrors() {}

    static void report(MarkedYAMLException e, Report report) {
        String context = e.getContext() == null ? "" : e.getContext();
        String problem = e.getProblem() == null ? "" : e.getProblem();
        Mark found = e.getProblemMark();
        Mark opened = e.getContextMark() == null ? found : e.getContextMark();
        if (context.contains("flow sequence")) {
            report.add(YamlReader.position(opened), "'[' is not closed: ']' or ',' is missing" + before(found));
        } else if (context.contains("flow mapping")) {
            report.add(YamlReader.position(opened), "'{' is not closed: '}' or ',' is missing" + before(found));
        } else if (context.contains("quoted scalar") && problem.contains("unexpected")) {
            report.add(YamlReader.position(opened), "a quote opens here and never closes: add the missing quote");
        } else if (problem.contains("could not find expected ':'")) {
            report.add(YamlReader.position(opened), "a ':' and a space are missing after this key");
        } else {
            report.add(YamlReader.position(found), message(context, problem));
        }
    }

    private static String before(Mark found) {
        Position at = YamlReader.position(found);
        return " before line " + at.line() + ", column " + at.column();
    }

    private static String message(String context, String problem) {
        if (problem.contains("unknown escape") || problem.contains("escape sequence")) {
            return "an unknown escape after '\\': in double quotes write '\\\\', or use single quotes";
        }
        if (problem.contains("mapping values are not allowed")) {
            return "':' is not allowed here: is this line indented wrongly, does its text need quotes,"
                    + " or is a ':' missing in the line above?";
        }
        if (problem.contains("(TAB)")) {
            return "a tab: use spaces";
        }
        if (problem.contains("cannot start any token")) {
            return "this character cannot start a value: put the text in quotes";
        }
        if (problem.contains("expected <block end>")) {
            return "this does not line up: indent all keys of a section alike, and quote text that holds quotes";
        }
        if (problem.contains("sequence entries are not allowed")) {
            return "'-' is not allowed here: put each item of a list on its own line, below its key";
        }
        if (context.contains("alias") || context.contains("anchor")) {
            return "an alias or anchor ('*', '&'): not supported, quote the value if it is text";
        }
        if (context.contains("tag")) {
            return "a tag ('!'): not supported, quote the value if it is text";
        }
        return "this is not YAML: check the indentation, quotes and brackets";
    }
}
