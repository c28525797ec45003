package io.tocsin.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.espertech.esper.common.client.EPCompiled;
import com.espertech.esper.common.client.configuration.Configuration;
import com.espertech.esper.compiler.client.CompilerArguments;
import com.espertech.esper.compiler.client.EPCompilerProvider;
import io.tocsin.config.Settings;
import io.tocsin.pipeline.evaluate.sandbox.ClassWall;
import java.io.InputStream;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules compute and reach nothing else. */
class SandboxTest {
    private static final String TRAP = Trap.class.getName();

    @AfterEach
    void nothingWasRun() {
        assertThat(Trap.Watch.SPRUNG).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    select java.lang.Runtime.getRuntime().exec('id') as x from Metric | 1:8: 'java.lang.Runtime.getRuntime().exec('id')' names a class
                    select new java.io.File('/tmp/x') as x from Metric | 1:8: rules make no objects
                    import java.io.*; select host from Metric | 1:1: 'import' is not used here
                    select * from method:TRAP.rows() as x, Metric#lastevent | 1:15: rules join no methods
                    create inlined_class ""\" 'public class X { }' ""\" | 1:8: rules cannot hold classes
                    inlined_class ""\" 'public class X { }' ""\" select 1 as x from Metric | 1:1: rules cannot hold classes
                    create dataflow D Metric -> s {} | 1:8: there are no dataflows
                    select host.getClass().forName('java.lang.Runtime').getMethod('getRuntime').invoke(null) as x from Metric | 1:13: there is no method 'getClass'
                    select host.repeat(2000000000) as x from Metric | 1:13: there is no method 'repeat'
                    select TRAP.fire() as x from Metric | 1:41: there is no method 'fire'
                    select TRAP.field as x from Metric | 1:41: Failed to resolve property
                    select TRAP$Watch.SPRUNG as x from Metric | 1:47: Failed to resolve property
                    select `java`.`lang`.`Runtime`.getRuntime() as x from Metric | 1:32: there is no method 'getRuntime'
                    select host?.class?.classLoader as x from Metric | 1:12: '?' looks for a column
                    select window(*).selectFrom(m => m.class?) as x from Metric#time(5) | 1:41: '?' looks for a column
                    expression getClass { x => x } select host.getClass() as x from Metric | 1:44: there is no method 'getClass'
                    expression int js:f(x) [ 'x' ] select f(1) as x from Metric | 1:16: rules cannot hold scripts
                    create expression int js:f(x) [ 'x' ] | 1:23: rules cannot hold scripts
                    select * from sql:db ['select 1'] as x, Metric#lastevent | 1:15: rules reach no database
                    create schema S as TRAP | 1:17: a schema is made of columns
                    create schema S(a TRAP) | 1:19: 'TRAP' names a class
                    create schema S(a Object) | 1:19: there is no type 'Object'
                    create json schema S(a string) | 1:8: schemas are those of rules
                    create window W#keepall as (a TRAP) | 1:31: 'TRAP' names a class
                    create variable TRAP v | 1:17: 'TRAP' names a class
                    create variable BigInteger v = 2 | 1:17: there is no type 'BigInteger'
                    select cast(host, TRAP) as x from Metric | 1:19: 'TRAP' names a class
                    select instanceof(host, TRAP) as x from Metric | 1:25: 'TRAP' names a class
                    @Hook(type=HookType.INTERNAL_QUERY_PLAN, hook='TRAP') select * from Metric | 1:2: @Hook is none of rules
                    @JsonSchema(className='TRAP') create json schema S(a string) | 1:66: schemas are those of rules
                    @TRAP select * from Metric | 1:2: 'TRAP' names a class
                    create table T(a countMinSketch({agent: 'TRAP'})) | 1:18: there is no function 'countMinSketch'
                    create context C coalesce by TRAP.fire(host) from Metric granularity 16 | 1:63: there is no method 'fire'
                    select * from Metric#expr(TRAP.fire() > 0) | 1:60: there is no method 'fire'
                    select * from Metric output when TRAP.fire() > 0 | 1:67: there is no method 'fire'
                    create variable string s = java.lang.System.getProperty('user.home') | 1:28: 'java.lang.System.getProperty('user.home')' names a class
                    select current_evaluation_context() as x from Metric | 1:8: there is no function 'current_evaluation_context'
                    select transpose(host) as x from Metric | 1:8: there is no function 'transpose'
                    select ?:p:TRAP as x from Metric | 1:8: '?' stands for a value
                    update istream Metric set host = host.getClass().getName() | 1:39: there is no method 'getClass'
                    select seen.toCalendar().getTimeZone() as x from Metric | 1:13: there is no method 'toCalendar'
                    select cast(host, long, dateformat: 'yyyy') as x from Metric | 1:25: 'dateformat' reads times by the machine's
                    select tocsin_regexp(host, 'a') as x from Metric | 1:8: there is no function 'tocsin_regexp'
                    select host.length() as x from Metric | 1:13: there is no method 'length', but a function 'length': write length(x)
                    """)
    void anAttackIsRefusedWhereItStands(String attack, String report) {
        assertThatThrownBy(() -> compile(attack.replace("TRAP", TRAP)))
                .isInstanceOfSatisfying(
                        RuleException.class, e -> assertThat(e.problems().get(0).toString())
                                .startsWith("a.epl:" + report.replace("TRAP", TRAP)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    select new int[2000000000] as x from Metric | 1:8: rules make no objects and arrays
                    select prior(2000000000, host) as x from Metric | 1:14: 'prior' takes memory
                    select nth(metric, 1000000 * 1000) as x from Metric | 1:20: 'nth' takes memory
                    create context C coalesce by hash_code(host) from Metric granularity 200000000 preallocate | 1:70: 'granularity' takes memory
                    select * from Metric match_recognize (measures A.host as h pattern (A{1000000}) define A as true) | 1:70: a pattern is written out
                    select * from Metric match_recognize (measures B.host as h pattern ((A{20} B){20}) define A as true) | 1:71: a pattern is written out
                    select * from Metric match_recognize (measures A.host as h pattern (match_recognize_permute(A,B,C,D,E,F)) define A as true) | 1:69: permutations of more than 5
                    select count(*) as x from Metric#time(5) group by cube(host, service, metric, time, seen, ttl, context) | 1:51: a cube of more than 6
                    select * from pattern [every timer:schedule(iso: 'R/2026-01-01T00:00:00Z/PT0S')] | 1:30: 'timer:schedule' may repeat
                    create context C partition by host from Metric terminated by pattern [every Metric(metric > 9)] | 1:71: a context that ends with 'every'
                    create context C initiated by Metric as m terminated by pattern [timer:interval(1 min) or every Metric(host = m.host)] | 1:91: a context that ends with 'every'
                    insert into Metric select * from Metric | 1:13: 'Metric' feeds itself
                    insert into A select host from Metric; insert into B select * from A; insert into A select * from B | 1:52: 'B' feeds itself
                    select host regexp service as x from Metric | 1:20: the pattern of 'regexp' must stand in the rule
                    select host regexp '(a{1000}){1000}' as x from Metric | 1:20: the pattern
                    select host like '%a%a%b' as x from Metric | 1:18: the pattern of 'like' must stand
                    select host like service as x from Metric | 1:18: the pattern of 'like' must stand
                    select host regexp '(a' as x from Metric | 1:20: the pattern is no regular expression: missing closing )
                    """)
    void whatCostsWithoutEndIsRefusedWhereItStands(String rule, String report) {
        anAttackIsRefusedWhereItStands(rule, report);
    }

    /** As if the first wall had let it through. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select java.lang.Runtime.getRuntime().exec('id') as x from Metric",
                "select java.lang.System.getenv('HOME') as x from Metric",
                "select new java.io.File('/tmp/x') as x from Metric",
                "select * from method:TRAP.rows() as x, Metric#lastevent",
                "inlined_class \"\"\" public class X { public static int f() { return 1; } } \"\"\" select X.f() as x from Metric",
                "select host.getClass().forName('java.lang.Runtime').getMethod('getRuntime').invoke(null) as x from Metric",
                "select host.repeat(2000000000) as x from Metric",
                "select host.matches('(a+)+$') as x from Metric",
                "select host?.class?.classLoader as x from Metric",
                "select m.class? as x from Metric as m",
                "select TRAP.fire() as x from Metric",
                "select TRAP.field as x from Metric",
                "select Integer.getInteger('x') as x from Metric",
                "create schema S(a TRAP)",
                "create variable TRAP v",
                "create json schema S(a string)",
                "create expression int js:f(x) [ 'x' ]",
                "select java.util.TimeZone.getDefault() as x from Metric"
            })
    void whatReachesOutIsSeenInTheClassesBeforeTheyAreLoaded(String attack) throws Exception {
        Configuration open = EsperConfiguration.of(ZoneId.of("UTC"), Map.of(), Map.of());
        open.getCommon().setTransientConfiguration(Map.of());
        open.getCommon().addImport("java.lang.*");
        open.getCompiler().getByteCode().setAllowInlinedClass(true);
        EPCompiled compiled =
                EPCompilerProvider.getCompiler().compile(attack.replace("TRAP", TRAP), new CompilerArguments(open));
        // Esper's own way of finding classes initialises them.
        Trap.Watch.SPRUNG.set(false);

        assertThat(ClassWall.of(compiled.getClasses())).isNotEmpty();
    }

    @Test
    void aClassThatIsNoneOfEspersIsRefused() throws Exception {
        try (InputStream in = SandboxTest.class.getResourceAsStream("SandboxTest.class")) {
            assertThat(ClassWall.of(Map.of("x", in.readAllBytes())).get("x")).isNotEmpty();
        }
        assertThat(ClassWall.of(Map.of("x", new byte[20])).get("x")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select current_timestamp.getHourOfDay() as x, seen.plus(1 hour).getDayOfWeek() as y from Metric",
                "select window(*).where(m => m.metric > 5).countOf() as x from Metric#time(5)",
                "select window(*).aggregate('', (r, m) => r || m.host) as x from Metric#time(5)",
                "select max(metric, 5) as x, min(metric, ttl) as y from Metric",
                "select typeof(host) as x, instanceof(host, string) as y, cast(metric, string) as z from Metric",
                "create schema S(a string, b double[], c Metric)",
                "create variable string v = 'a'; on Metric set v = host",
                "expression twice { m => m.metric * 2 } select twice(m) as x from Metric as m",
                "create expression half { m => m.metric / 2 }; select half(m) as x from Metric as m",
                "select new { a = host, b = metric } as x from Metric",
                "select host like '%a%b' as x from Metric where service in ('a', 'b')",
                "select * from Metric match_recognize (measures A.host as h pattern (A B{3} C?) define A as A.metric > 1)",
                "insert into A select host from Metric#time(5) output last at (*/1, *, *, *, *); insert into Metric2 select * from A",
                "insert into A select host from Metric; insert rstream into A select rstream host from A#time(1 min)",
                "create table T(host string primary key, w window(*) @type(Metric)); into table T select window(*) as w"
                        + " from Metric#time(5) group by host; select T[host].w.last(*).metric as x from Metric"
            })
    void whatComputesIsAccepted(String rules) throws Exception {
        assertThat(compile(rules)).isNotNull();
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void noRegularExpressionStopsTheEngine() {
        String host = "a".repeat(1023) + "!";
        try (Feed feed = new Feed(
                Rules.of(
                        """
                        @Name('r') @Alert(severity = 'info', summary = 'r', each = true)
                        select host regexp '(a+)+' as x, host not regexp '(a|a)*b?!' as y, host regexp 'a{1,3}.*' as z
                        from Metric;
                        """),
                Settings.defaults())) {
            for (int i = 0; i < 100; i++) {
                feed.message(Feed.T0, host, Feed.T0);
            }

            assertThat(feed.rows).hasSize(100);
            assertThat(feed.rows.get(0)).endsWith("r [false,false,true]");
        }
    }

    @Test
    void aTextDoesNotGrowWithoutEnd() {
        try (Feed feed = new Feed(
                Rules.of(
                        """
                        create variable string text = 'ab';
                        on Metric set text = text || text;
                        @Name('r') @Alert(severity = 'info', summary = 'r', each = true)
                        select length(text) as x from Metric;
                        """),
                Settings.defaults())) {
            for (int i = 0; i < 60; i++) {
                feed.message(Feed.T0, "h", Feed.T0);
            }

            assertThat(feed.rows).hasSize(60);
            assertThat(feed.rows.get(59)).endsWith("r [65536]");
        }
    }

    @Test
    void textsJoinedAndMatchedKeepTheNamesOfTheirColumns() throws Exception {
        RuleSet rules = compile(
                """
                @Name('r') @Alert(severity = 'info', summary = 'r', each = true, key = 'host')
                select host, host||'a' || service, not host not regexp 'b' || '|', (select max(host) || 'ü||' from Metric#lastevent) as m
                from Metric(host||'x' = 'hx')
                """
                        .replace("'b' || '|'", "'b'"));

        assertThat(rules.rules().get(0).columns())
                .containsExactly("host", "host||'a' || service", "not host not regexp 'b'", "m");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    select host regexp metric as x from Metric | the pattern of 'regexp' must stand in the rule
                    select metric regexp 'a' as x from Metric | 'regexp' takes a text, not a Double; cast to text
                    select concat(host, metric) as x from Metric | '||' and 'concat' take texts, not (String, Double); cast to text
                    select abs(host) as x from Metric | 'abs' does not take (String); docs/rules.md shows
                    select sqrt() as x from Metric | 'sqrt' takes something; docs/rules.md shows
                    select sqroot(metric) as x from Metric | there is no function 'sqroot', did you mean 'sqrt'?
                    """)
    void aFunctionOfAnotherTypeIsToldInPlainWords(String rule, String message) {
        assertThatThrownBy(() -> compile(rule)).hasMessageContaining(message);
    }

    private static RuleSet compile(String rules) throws Exception {
        return Rules.compile(Settings.defaults(), Rules.files(rules + ";"));
    }
}
