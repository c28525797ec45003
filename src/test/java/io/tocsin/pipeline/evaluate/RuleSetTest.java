package io.tocsin.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.config.Settings;
import io.tocsin.model.AlertSpec;
import io.tocsin.model.Rule;
import io.tocsin.model.Severity;
import io.tocsin.model.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a folder of rules means, however its files lie. */
class RuleSetTest {
    private static final String HEAD = "@Name('r') @Alert(severity = 'info', summary = 'x') ";

    /** Each file needs one that comes later, and one that comes before. */
    private static final List<String> CHAIN = List.of(
            "@Name('r') @Alert(severity = 'info', summary = '{n}', key = 'host')"
                    + " context PerHost select host, count(*) as n from Hot group by host;",
            "insert into Hot select host, metric from Limits as l unidirectional, Warm#lastevent as w"
                    + " where w.metric > l.high;\n"
                    + "create context PerHost partition by host from Hot;",
            "insert into Warm select host, metric from Metric(metric > low);",
            "create schema Warm(host string, metric double);\ncreate schema Hot(host string, metric double);",
            "create schema Limits(high double);",
            "create variable double low = 3;");

    private static Rule only(RuleSet set) {
        assertThat(set.rules()).hasSize(1);
        return set.rules().get(0);
    }

    private static String fingerprint(String... texts) {
        return Rules.of(texts).rules().get(0).fingerprint();
    }

    /** What a statement sets may be a column, and then others that speak of such a column do not need that statement. */
    @Test
    void whatSetsAColumnComesBehindTheWindowThatHasIt() {
        List<String> statements = List.of(
                "create window Newest#unique(host) as (host string, metric double);",
                "insert into Newest select host, metric from Metric(service = 'A');",
                "on Metric(service = 'B') as m update Newest as n set metric = n.metric + 1 where n.host = m.host;",
                HEAD + "select host, metric from Newest;");
        assertThat(only(Rules.of(statements.toArray(String[]::new))).name()).isEqualTo("r");
        List<String> reversed = new ArrayList<>(statements);
        Collections.reverse(reversed);
        assertThat(only(Rules.of(reversed.toArray(String[]::new))).fingerprint())
                .isEqualTo(only(Rules.of(statements.toArray(String[]::new))).fingerprint());
    }

    @Test
    void annotationsAreRead() {
        RuleSet set = Rules.of(
                """
                // a comment
                @Name('high')
                @Alert(severity = 'critical', summary = '{metric}', key = ' service , host ', resolveAfter = '1 hour 30 min',
                    repeat = '10 sec')
                @Publish('a.b')
                select time, host, service, metric from Metric;
                @Name('low') @Resolve('high') @Resolve('plain') select host, service from Metric;
                @Name('plain') @Alert(severity = 'info', summary = '') select service, metric from Metric;
                @Name('unsaid') @Alert(severity = 'info', summary = '') select metric from Metric;
                @Name('notice') @Alert(severity = 'info', summary = '', each = true) select host from Metric;
                @Name('gone') @Alert(severity = 'info', summary = '', absence = true) select host from Metric;
                @Name('feeds others only') select host from Metric;
                """);
        assertThat(set.rules())
                .extracting(Rule::name)
                .containsExactly("high", "low", "plain", "unsaid", "notice", "gone");
        Rule high = set.rules().get(0);
        assertThat(high.alert())
                .isEqualTo(new AlertSpec(
                        Severity.CRITICAL,
                        Template.parse("{metric}"),
                        List.of("service", "host"),
                        5_400_000,
                        10_000,
                        false,
                        false));
        assertThat(high.columns()).containsExactly("time", "host", "service", "metric");
        assertThat(high.publish()).isEqualTo("a.b");
        assertThat(high.file()).isEqualTo("a.epl");
        assertThat(high.line()).isEqualTo(2);
        assertThat(set.rules().get(1).resolves()).containsExactly("high", "plain");
        assertThat(set.rules().get(1).alert()).isNull();
        assertThat(specs(set))
                .as("key; then resolveAfter: none where a rule resolves it, else five minutes")
                .containsExactly("[service, host] 5400000", "[service] 0", "[] 300000", "[host] 0", "[host] 0");
    }

    private static List<String> specs(RuleSet set) {
        List<String> specs = new ArrayList<>();
        for (Rule rule : set.rules()) {
            AlertSpec alert = rule.alert();
            if (alert != null) {
                specs.add(alert.key() + " " + alert.resolveAfter());
            }
        }
        return specs;
    }

    @Test
    void filesMayUseEachOtherInAnyOrder() throws Exception {
        String expected = null;
        List<String> order = new ArrayList<>(CHAIN);
        for (int turn = 0; turn < 2 * CHAIN.size(); turn++) {
            Collections.rotate(order, 1);
            if (turn == CHAIN.size()) {
                Collections.reverse(order);
            }
            RuleSet set = Rules.compile(Settings.defaults(), Rules.files(order.toArray(String[]::new)));
            expected = expected == null ? only(set).fingerprint() : expected;
            assertThat(only(set).fingerprint()).as("%s", order).isEqualTo(expected);
        }
    }

    @Test
    void neitherTheOrderOfCreationNorOfPassingMatters(@TempDir Path one, @TempDir Path two) throws Exception {
        List<String> texts = List.of(
                "@Name('b') @Alert(severity='info', summary='{n}', key='') select count(*) as n from Doubled;",
                "insert into Doubled select host, metric * 2 as metric from Metric;",
                "@Name('a') @Alert(severity='info', summary='', each=true) select host, metric from Doubled;");
        for (int i = 0; i < texts.size(); i++) {
            write(one, i, texts);
            write(two, texts.size() - 1 - i, texts);
        }
        RuleCompiler compiler = new RuleCompiler(Settings.defaults());
        RuleSet first = compiler.compile(new RuleFolder(one));
        RuleSet second = compiler.compile(new RuleFolder(two));
        assertThat(second.fingerprint()).isEqualTo(first.fingerprint());
        assertThat(second.rules()).isEqualTo(first.rules());
        assertThat(rows(second)).isEqualTo(rows(first)).isNotEmpty();

        List<RuleFile> files = new RuleFolder(one).read();
        List<RuleFile> reversed = new ArrayList<>(files);
        Collections.reverse(reversed);
        RuleSet third = compiler.compile(reversed, f -> f);
        assertThat(third.fingerprint()).isEqualTo(first.fingerprint());
        assertThat(rows(third)).isEqualTo(rows(first));
    }

    private static void write(Path folder, int i, List<String> texts) throws IOException {
        Path file = folder.resolve(i == 1 ? "deep/er/f.epl" : "f" + i + ".epl");
        Files.createDirectories(file.getParent());
        Files.writeString(file, texts.get(i));
    }

    private static List<String> rows(RuleSet rules) {
        try (Feed feed = new Feed(rules, Settings.defaults())) {
            for (int i = 0; i < 5; i++) {
                feed.message(Feed.T0 + i, "h" + i, Feed.T0 + i, i);
            }
            return List.copyOf(feed.rows);
        }
    }

    @Test
    void commentsAndWhiteSpaceAndTheWordsForPeopleDoNotCount() {
        String plain = fingerprint(HEAD + "select host, 'a  b' as x from Metric(metric > 3);");
        assertThat(fingerprint(
                        "// new\n" + HEAD + "/* why */ select host,\n\t'a  b' as x // 🔥\nfrom Metric(metric>3)"))
                .isEqualTo(plain);
        assertThat(fingerprint(HEAD.replace("'x'", "'y'") + "select host, 'a  b' as x from Metric(metric > 3);"))
                .isEqualTo(plain);
        assertThat(fingerprint(
                        "select 1 as one from Metric; " + HEAD + "select host, 'a  b' as x from Metric(metric > 3);"))
                .as("a stranger does not matter")
                .isEqualTo(plain);
    }

    @Test
    void whatRowsDependOnCounts() {
        String plain = fingerprint(HEAD + "select host, 'a  b' as x from Metric(metric > 3);");
        assertThat(fingerprint(HEAD + "select host, 'a b' as x from Metric(metric > 3);"))
                .isNotEqualTo(plain);
        assertThat(fingerprint(HEAD + "select host, 'a  b' as x from Metric(metric > 4);"))
                .isNotEqualTo(plain);
    }

    @Test
    void aChangedDependencyCountsHoweverFarAway() {
        List<String> changed = List.of(
                "create variable double low = 4;",
                "insert into Warm select host, metric from Metric(metric >= low);",
                "create schema Limits(high double, more double);");
        String before = fingerprint(CHAIN.toArray(String[]::new));
        for (String text : changed) {
            List<String> texts = new ArrayList<>(CHAIN);
            texts.replaceAll(t -> t.substring(0, 18).equals(text.substring(0, 18)) ? text : t);
            assertThat(texts).contains(text);
            assertThat(fingerprint(texts.toArray(String[]::new))).as(text).isNotEqualTo(before);
        }
    }

    @Test
    void settingsThatRulesReadCount() throws Exception {
        Settings d = Settings.defaults();
        Settings zone = TestSettings.with(
                d, new Settings.Rules(d.rules().horizon(), d.rules().poll(), false, ZoneId.of("Asia/Tokyo"), Map.of()));
        List<RuleFile> files = Rules.files(HEAD + "select host from Metric;");
        assertThat(only(Rules.compile(d, files)).fingerprint())
                .isNotEqualTo(only(Rules.compile(zone, files)).fingerprint());
    }

    @Test
    void aFolderWithoutRulesIsRefused(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> new RuleFolder(folder).read())
                .isInstanceOf(RuleException.class)
                .hasMessage(folder + ": holds no rule; put EPL files ending in .epl there");
        assertThatThrownBy(() -> new RuleFolder(folder.resolve("none")).read())
                .hasMessage(folder.resolve("none") + ": is no folder; give one by --rules");
        Path latin = Files.write(folder.resolve("latin.epl"), new byte[] {'/', '/', (byte) 0xe9});
        assertThatThrownBy(() -> new RuleFolder(folder).read())
                .hasMessage(latin + ": is not UTF-8 text; save it as UTF-8");
    }

    @Test
    void aFileThatIsNoRuleFileIsRefusedUnread(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("big.epl"), " ".repeat(1024 * 1024 + 1));

        assertThatThrownBy(() -> new RuleFolder(folder).read())
                .isInstanceOf(RuleException.class)
                .hasMessage(file + ": is larger than 1 MiB: this is no rule file");
    }

    @Test
    void everyFileOfTheShippedRulesCompilesWithoutWarning() throws Exception {
        RuleSet set = new RuleCompiler(Settings.defaults()).compile(new RuleFolder(Path.of("epl")));
        assertThat(set.rules()).hasSizeGreaterThan(20);
        assertThat(set.warnings()).isEmpty();
    }
}
