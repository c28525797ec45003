package io.tocsin.cli;

import io.tocsin.app.ruletest.Outcome;
import java.io.Writer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * What became of tests of rules, in the XML that build servers read: the elements of Ant's JUnit task, as Maven's Surefire
 * writes them.
 */
final class JunitXml {
    private static final double NANOS_PER_SECOND = 1e9;

    private JunitXml() {}

    static void write(List<Outcome> outcomes, Writer to) throws XMLStreamException {
        Map<String, List<Outcome>> files = new LinkedHashMap<>();
        outcomes.forEach(o -> files.computeIfAbsent(o.file(), f -> new java.util.ArrayList<>())
                .add(o));
        XMLStreamWriter out = XMLOutputFactory.newFactory().createXMLStreamWriter(to);
        out.writeStartDocument("UTF-8", "1.0");
        start(out, "testsuites", outcomes);
        for (Map.Entry<String, List<Outcome>> file : files.entrySet()) {
            start(out, "testsuite", file.getValue());
            out.writeAttribute("name", valid(file.getKey()));
            for (Outcome outcome : file.getValue()) {
                testCase(out, outcome);
            }
            out.writeEndElement();
        }
        out.writeEndElement();
        out.writeEndDocument();
        out.close();
    }

    private static void start(XMLStreamWriter out, String element, List<Outcome> of) throws XMLStreamException {
        out.writeCharacters("\n");
        out.writeStartElement(element);
        out.writeAttribute("tests", String.valueOf(of.size()));
        out.writeAttribute(
                "failures", String.valueOf(of.stream().filter(o -> !o.passed()).count()));
        out.writeAttribute("errors", "0");
        out.writeAttribute("time", seconds(of.stream().map(Outcome::took).reduce(Duration.ZERO, Duration::plus)));
    }

    private static void testCase(XMLStreamWriter out, Outcome outcome) throws XMLStreamException {
        out.writeCharacters("\n");
        out.writeStartElement("testcase");
        out.writeAttribute("classname", valid(outcome.file()));
        out.writeAttribute("name", valid(outcome.name()));
        out.writeAttribute("time", seconds(outcome.took()));
        if (!outcome.passed()) {
            String differences = OutcomeText.differences(outcome);
            out.writeStartElement("failure");
            out.writeAttribute("message", valid(differences.lines().findFirst().orElse("")));
            out.writeAttribute("type", "difference");
            out.writeCharacters(valid(OutcomeText.place(outcome) + "\n" + differences));
            out.writeEndElement();
        }
        out.writeEndElement();
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.4f", time.toNanos() / NANOS_PER_SECOND);
    }

    /** XML 1.0 cannot hold every character, not even escaped (section 2.2); those become U+FFFD. */
    private static String valid(String text) {
        return text.codePoints()
                .map(c -> c == '\t'
                                || c == '\n'
                                || (c >= 0x20 && c <= 0xD7FF)
                                || (c >= 0xE000 && c <= 0xFFFD)
                                || c > 0xFFFF
                        ? c
                        : 0xFFFD)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
