package io.tocsin.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tocsin.config.ChannelTemplate;
import io.tocsin.config.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people are told of broken rules: every word of it, and where. Columns count characters, an emoji being one. */
class BrokenRulesTest {
    /** Files {@code a.epl}, {@code b.epl} and so on, and the whole report of them. */
    record Case(List<String> files, List<String> report) {
        Case reports(String... lines) {
            return new Case(files, List.of(lines));
        }
    }

    private static Case broken(String... files) {
        return new Case(List.of(files), List.of());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theReportSaysWhatIsWrongAndWhere(Case c) {
        RuleException e = catchThrowableOfType(
                RuleException.class,
                () -> Rules.compile(Settings.defaults(), Rules.files(c.files().toArray(String[]::new))));
        assertThat(e).as("refused").isNotNull();
        assertThat(e.problems().stream().map(Object::toString)).isEqualTo(c.report());
    }

    @Test
    void derivedEventsAndAlertsDoNotMix() throws Exception {
        Settings d = Settings.defaults();
        Settings.Sinks sinks = new Settings.Sinks(
                null,
                new Settings.Nats(true, ChannelTemplate.parse("alerts.plant")),
                null,
                d.sinks().retry());
        Settings alerting =
                new Settings(d.log(), d.decode(), d.ttl(), d.clock(), d.feed(), d.rules(), d.state(), sinks);
        List<RuleFile> files =
                Rules.files("@Name('a') @Publish('alerts.plant') select host, service, metric, time from Metric;");

        RuleException e = catchThrowableOfType(RuleException.class, () -> Rules.compile(alerting, files));

        assertThat(e)
                .hasMessage("a.epl:1:21: @Publish to 'alerts.plant', where alerts go (sinks.nats.channel), would mix"
                        + " the two; publish elsewhere");
        assertThat(Rules.compile(d, files).rules()).hasSize(1);
    }

    @Test
    void aVariableIsNoColumn() {
        Settings d = Settings.defaults();
        Settings.Rules rules = new Settings.Rules(
                d.rules().horizon(), d.rules().poll(), false, d.rules().timeZone(), Map.of("metric", 5L));

        RuleException e = catchThrowableOfType(
                RuleException.class,
                () -> Rules.compile(
                        TestSettings.with(d, rules), Rules.files("select host from Metric where metric > 5;")));

        assertThat(e)
                .hasMessage("a.epl:1:31: 'metric' is both a column and a variable of the settings; give the variable"
                        + " another name");
    }

    @Test
    void thereAreThirtyKindsAndMore() {
        assertThat(cases().stream().map(Case::report).distinct()).hasSizeGreaterThan(70);
    }

    static List<Case> cases() {
        return List.of(
                broken("select * form Metric;").reports("a.epl:1:10: unexpected 'form'"),
                broken(
                                """
                    @Name('a') @Alert(severity='info', summary='x')
                    select host, servise from Metric;""")
                        .reports("a.epl:2:14: 'servise' is no column, did you mean 'service'?"),
                broken("select host from Metrik;")
                        .reports("a.epl:1:18: there is no event, window or table 'Metrik', did you mean 'Metric'?"),
                broken("@Name('a') @Alert(severity='info', summary='x') select host from Metric(metric > 'a');")
                        .reports("a.epl:1:73: a String and a number do not go together"),
                broken(
                                """
                    @Name('a') @Alert(severity='info', summary='x')
                    select host,
                      avg(metic) as m
                    from Metric#time(5 min) group by host;""")
                        .reports("a.epl:3:7: 'metic' is no column, did you mean 'metric'?"),
                broken(
                                """
                    @Name('a') @Alert(severity='info', summary='x')
                    select host from Metric
                    where foo(metric) > 1;""")
                        .reports("a.epl:3:7: there is no function 'foo'"),
                broken("select host from Metric#tine(5 min);")
                        .reports("a.epl:1:25: there is no window '#tine', did you mean 'time'?"),
                broken("select host from Metric#time(5 mins);")
                        .reports(
                                "a.epl:1:32: unexpected 'mins' expecting a closing parenthesis ')' but found an identifier, please check the view specifications within the from clause"),
                broken("@Name('a @Alert(severity='info', summary='x') select host from Metric;")
                        .reports("a.epl:1:44: the quote ' is not closed, or one before it is missing"),
                broken("select host from Metric(service = 'Pressure);")
                        .reports("a.epl:1:35: the quote ' is not closed, or one before it is missing"),
                broken("""
                    /* no end
                    select host from Metric;""")
                        .reports("a.epl:1:1: the comment that begins here is not closed; add */"),
                broken("select host from Metric where metric > 3 # 4;")
                        .reports("a.epl:1:42: unexpected '#'; comments are // and /* */"),
                broken("select host from Metric where metric >")
                        .reports("a.epl:1:39: unexpected end of the statement, please check the where clause"),
                broken(
                                """
                    select host from Metric where (metric > 3;
                    select service from Metric where metric > ;""")
                        .reports(
                                "a.epl:1:31: this '(' is not closed; add ')' where it should end",
                                "a.epl:2:42: unexpected end of the statement, please check the where clause"),
                broken(
                                """
                    select host from Metric;
                    select time.plus(1 hour) as t from Metric;""")
                        .reports(
                                "a.epl:2:1: the compiler fails at this: com.espertech.esper.compiler.client.EPCompileException: org.codehaus.commons.compiler.CompileException: Line 91, Column 27: Assignment conversion not possible from type \"(null type)\" to type \"long\""),
                broken("select avg(metric from Metric;")
                        .reports("a.epl:1:11: this '(' is not closed; add ')' where it should end"),
                broken("select avg(metric)) from Metric;").reports("a.epl:1:19: this ')' closes nothing; remove it"),
                broken("select avg(metric] from Metric;")
                        .reports("a.epl:1:18: expected ')', which closes the '(' of line 1, found ']'"),
                broken("@Alert(severity='info', summary='x') select host from Metric;")
                        .reports("a.epl:1:2: @Alert needs a name for its rule; add @Name('...')"),
                broken("@Resolve('a') select host from Metric;")
                        .reports("a.epl:1:2: @Resolve needs a name for its rule; add @Name('...')"),
                broken("@Name('') @Alert(severity='info', summary='x') select host from Metric;")
                        .reports("a.epl:1:7: a rule's name has 1 to 128 characters, this one 0"),
                broken("@Name('tocsin.feed-down') select host from Metric;")
                        .reports(
                                "a.epl:1:7: the name 'tocsin.feed-down' begins with 'tocsin.', as Tocsin's own rules do;"
                                        + " take another"),
                broken(
                                "@Name('a') select host from Metric;",
                                """
                    // other
                    @Name('a') select service from Metric;""")
                        .reports(
                                "b.epl:2:7: the name 'a' is taken by the rule at a.epl:1; names are unique over the folder"),
                broken("@Name('a') @Alert(severity='fatal', summary='x') select host from Metric;")
                        .reports("a.epl:1:28: severity 'fatal' is none of info, warning, critical"),
                broken("@Name('a') @Alert(severity='Warning', summary='x') select host from Metric;")
                        .reports(
                                "a.epl:1:28: severity 'Warning' is none of info, warning, critical, did you mean 'warning'?"),
                broken("@Name('a') @Alert(summary='x') select host from Metric;")
                        .reports("a.epl:1:13: @Alert needs 'severity'"),
                broken("@Name('a') @Alert(severity='info', summary='x', sverity='x') select host from Metric;")
                        .reports("a.epl:1:49: @Alert has no 'sverity', did you mean 'severity'?"),
                broken("@Name('a') @Alert(severity='info', summary=5) select host from Metric;")
                        .reports("a.epl:1:36: @Alert needs 'summary' as String, this is Integer"),
                broken("@Name('a') @Alert(severity='info', summary='x', each='yes') select host from Metric;")
                        .reports("a.epl:1:49: @Alert needs 'each' as boolean, this is String"),
                broken(
                                "@Name('a') @Alert(severity='info', summary='{metric} of {hots}') select host, service from Metric;")
                        .reports(
                                "a.epl:1:44: the summary names 'metric', which the rule does not select",
                                "a.epl:1:44: the summary names 'hots', which the rule does not select, did you mean 'host'?"),
                broken("@Name('a') @Alert(severity='info', summary='{host') select host, service from Metric;")
                        .reports("a.epl:1:44: the summary: '{' at character 1 is not closed; write '{{' for a brace"),
                broken("@Name('a') @Alert(severity='info', summary='{}') select host, service from Metric;")
                        .reports("a.epl:1:44: the summary: '{}' at character 1 names no column"),
                broken(
                                "@Name('a') @Alert(severity='info', summary='x', key='host, servce') select host, service from Metric;")
                        .reports(
                                "a.epl:1:53: the key names 'servce', which the rule does not select, did you mean 'service'?"),
                broken("@Name('a') @Alert(severity='info', summary='x', key='metric') select host, metric from Metric;")
                        .reports(
                                "a.epl:1:53: the key column 'metric' is a double, whose last bits may differ in a replay; take text or whole numbers"),
                broken("@Name('a') @Alert(severity='info', summary='x', key='host,') select host, metric from Metric;")
                        .reports("a.epl:1:53: the key names '', which the rule does not select"),
                broken(
                                "@Name('a') @Alert(severity='info', summary='x', resolveAfter='soon') select host, metric from Metric;")
                        .reports(
                                "a.epl:1:62: resolveAfter: 'soon' is no time period; write for example '30 sec', '10 min' or '1 hour 30 min'"),
                broken("@Name('a') @Alert(severity='info', summary='x', repeat='10') select host, metric from Metric;")
                        .reports(
                                "a.epl:1:56: repeat: '10' is no time period; write for example '30 sec', '10 min' or '1 hour 30 min'"),
                broken(
                                "@Name('a') @Alert(severity='info', summary='x', repeat='1 month') select host, metric from Metric;")
                        .reports(
                                "a.epl:1:56: repeat: '1 month' is no time period; write for example '30 sec', '10 min' or '1 hour 30 min'"),
                broken(
                                "@Name('a') @Alert(severity='info', summary='x', each=true, repeat='1 min', absence=true) select service from Metric;")
                        .reports(
                                "a.epl:1:49: each = true makes notices, which are never open: remove repeat and resolveAfter",
                                "a.epl:1:49: each = true makes notices, which are never open: remove each or absence",
                                "a.epl:1:76: absence = true needs the column 'host', to know whose return resolves the alert"),
                broken(
                                "@Name('a') @Alert(severity='info', summary='x', absence=true, resolveAfter='1 min') select service from Metric;")
                        .reports(
                                "a.epl:1:49: absence = true needs the column 'host', to know whose return resolves the alert",
                                "a.epl:1:63: an alert of absence resolves when its sensor reports again, never by a timer: remove resolveAfter"),
                broken(
                                """
                    @Name('a') @Alert(severity='info', summary='x') select host from Metric;
                    @Name('b') @Resolve('aa') select host from Metric;""")
                        .reports(
                                "a.epl:2:21: @Resolve names 'aa', but no @Alert rule has that name, did you mean 'a'?"),
                broken(
                                """
                    @Name('a') @Alert(severity='info', summary='x') select host, service from Metric;
                    @Name('b') @Resolve('a') select host from Metric;""")
                        .reports("a.epl:2:21: the rule must select 'service', the key of 'a' which it resolves"),
                broken(
                                """
                    @Name('a') @Alert(severity='info', summary='x', each=true) select host, service from Metric;
                    @Name('b') @Resolve('a') select host from Metric;""")
                        .reports(
                                "a.epl:2:21: @Resolve names 'a', whose rows are notices (each = true) and never open",
                                "a.epl:2:21: the rule must select 'service', the key of 'a' which it resolves"),
                broken(
                                "@Name('a') @Alert(severity='info', summary='x') @Resolve('a') select host, service from Metric;")
                        .reports("a.epl:1:58: a rule cannot resolve itself"),
                broken("@Name('a') @Publish('sensors') select host, service, metric, time from Metric;")
                        .reports(
                                "a.epl:1:21: @Publish to 'sensors', the channel that is read, would loop; publish elsewhere, or chain rules by insert into"),
                broken("@Name('a') @Publish('out put') select host, service, metric, time from Metric;")
                        .reports(
                                "a.epl:1:21: 'out put' is no channel name, as it has white space or a control character; use words separated by dots"),
                broken("@Name('a') @Publish('out') select host, service, cast(metric, string) as metric from Metric;")
                        .reports(
                                "a.epl:1:28: @Publish needs the column 'time'; add it to the select clause",
                                "a.epl:1:55: @Publish needs 'metric' as a number, it is String"),
                broken("select host from Metric#time(5 min) output every 10 sec;")
                        .reports(
                                "a.epl:1:44: 'output every 10 sec' counts from the engine's start and cannot be rebuilt; write 'output at (*/1, *, *, *, *)', which falls on whole minutes"),
                broken("select host from Metric#time(5 min) output last every 1 min 30 sec;")
                        .reports(
                                "a.epl:1:49: 'output last every 1 min 30 sec' counts from the engine's start and cannot be rebuilt; write 'output last at (*/1, *, *, *, *)', which falls on whole minutes"),
                broken("select host from Metric#time_batch(1 min);")
                        .reports(
                                "a.epl:1:25: 'time_batch(1 min)' counts from the first event and cannot be rebuilt; write 'time_batch(1 min, 0L)', which counts from the epoch"),
                broken("select host from Metric#time_batch(1 min, 'force_update');")
                        .reports(
                                "a.epl:1:25: 'time_batch(1 min)' counts from the first event and cannot be rebuilt; write 'time_batch(1 min, 0L)', which counts from the epoch"),
                broken("select * from pattern[every timer:interval(10 sec)];")
                        .reports(
                                "a.epl:1:23: 'every timer:interval' counts from the engine's start and cannot be rebuilt; write 'every timer:at(*/1, *, *, *, *)', which falls on whole minutes"),
                broken("@Name('a') @Alert(severity='info', summary='x')")
                        .reports("a.epl:1:1: annotations without a statement"),
                broken("""
                    module foo;
                    select host from Metric;""")
                        .reports(
                                "a.epl:1:1: 'module' is not used here: all files of the folder are one set; remove it"),
                broken("uses foo; import java.util.*;")
                        .reports(
                                "a.epl:1:1: 'uses' is not used here: all files of the folder are one set; remove it",
                                "a.epl:1:11: 'import' is not used here: all files of the folder are one set; remove it"),
                broken("create schema Foo(context string);")
                        .reports(
                                "a.epl:1:19: unexpected 'context' (a word of EPL) expecting a closing parenthesis ')' but found 'context'"),
                broken("insert into Bar select host from Metric;", "select hosts from Bar;")
                        .reports("b.epl:1:8: 'hosts' is no column, did you mean 'host'?"),
                broken("@Foo('x') select host from Metric;").reports("a.epl:1:2: there is no annotation @Foo"),
                broken("@Name('a') @Name('b') select host from Metric;")
                        .reports("a.epl:1:18: a rule has one name; remove this @Name"),
                broken("create window W#keepall as Metric;", "create window W#keepall as Metric;")
                        .reports("b.epl:1:15: the name 'W' is taken by a window or schema before"),
                broken("create schema S(a int);", "create schema S(a int);")
                        .reports("b.epl:1:15: the name 'S' is taken by a window or schema before"),
                broken("""
                    create inlined_class \""" public class X { } \""";""")
                        .reports(
                                "a.epl:1:8: rules cannot hold classes; they compute with what EPL and docs/rules.md have"),
                broken("""
                    -- comment
                    select host from Metric;""")
                        .reports("a.epl:1:1: unexpected '--'; comments are // and /* */"),
                broken("select count(*) as n from Metric output snapshot at (70, *, *, *, *);")
                        .reports("a.epl:1:54: 70 is none of the minutes, which go from 0 to 59"),
                broken("select count(*) as n from Metric output snapshot at (*, *, *, *, *, 60);")
                        .reports("a.epl:1:69: 60 is none of the seconds, which go from 0 to 59"),
                broken("select count(*) as n from Metric output snapshot at (0, 8:25, *, *, *);")
                        .reports("a.epl:1:57: 25 is none of the hours, which go from 0 to 23"),
                broken("select count(*) as n from Metric output snapshot at (0, 17:8, *, *, *);")
                        .reports("a.epl:1:57: '17:8' ends before it begins"),
                broken("select count(*) as n from Metric output snapshot at (*/0, *, *, *, *);")
                        .reports("a.epl:1:54: '*/0': a step is at least 1"),
                broken("select count(*) as n from Metric output snapshot at (0, 0, *, [1,13], *);")
                        .reports("a.epl:1:63: 13 is none of the months, which go from 1 to 12"),
                broken("select count(*) as n from Metric output snapshot at (0, 0, *, *, 7);")
                        .reports("a.epl:1:66: 7 is none of the days of week, which go from 0 to 6"),
                broken("select count(*) as n from Metric output snapshot at (0, 0, 1, *, 3);")
                        .reports(
                                "a.epl:1:66: a crontab has days of the month or days of the week, not both; write * for one"),
                broken("select count(*) as n from Metric output snapshot at (0, 0, 30, 2, *);")
                        .reports(
                                "a.epl:1:64: month 2 has no day 30, and the engine would look for it for ever; write the months that have it"),
                broken("select count(*) as n from Metric output snapshot at (0, 0, [31,31], [4,6], *);")
                        .reports(
                                "a.epl:1:69: month 4 has no day [31,31], and the engine would look for it for ever; write the months that have it"),
                broken("select count(*) as n from Metric output snapshot at (0, 0, 31, 1:4, *);")
                        .reports(
                                "a.epl:1:64: month 2 has no day 31, and the engine would look for it for ever; write the months that have it"),
                broken("select count(*) as n from pattern [every timer:at(0, 24, *, *, *)];")
                        .reports("a.epl:1:54: 24 is none of the hours, which go from 0 to 23"),
                broken("select host from Metric#time(-5 min);")
                        .reports(
                                "a.epl:1:30: a window #time of no time keeps nothing; write a time above zero, such as 5 min"),
                broken("select host from Metric#time(0);")
                        .reports(
                                "a.epl:1:30: a window #time of no time keeps nothing; write a time above zero, such as 5 min"),
                broken("select host from Metric#groupwin(host)#time_batch(0 sec, 0L);")
                        .reports(
                                "a.epl:1:51: a window #time_batch of no time keeps nothing; write a time above zero, such as 5 min"),
                broken("create window W#ext_timed(seen, 0 min) as Metric;")
                        .reports(
                                "a.epl:1:33: a window #ext_timed of no time keeps nothing; write a time above zero, such as 5 min"),
                broken("select host from Metric where host = '🔥🔥' and metrc > 3;")
                        .reports("a.epl:1:47: 'metrc' is no column, did you mean 'metric'?"),
                broken("/* 🔥 */ select host from Metric where host = '🔥' and and metric > 3;")
                        .reports("a.epl:1:50: unexpected 'and' (a word of EPL)"),
                broken("/* 🔥 */ @Name('🔥') select host from Metric(host = '🔥')#time_batch(1 min);")
                        .reports(
                                "a.epl:1:56: 'time_batch(1 min)' counts from the first event and cannot be rebuilt; write 'time_batch(1 min, 0L)', which counts from the epoch"),
                broken("select host from Metric where host = '🔥' and 'x")
                        .reports("a.epl:1:46: the quote ' is not closed, or one before it is missing"),
                broken("select host from Metric where host = '🔥' § 3;")
                        .reports("a.epl:1:42: unexpected character '§'"),
                broken("   ").reports("a.epl:1:1: holds no statement"),
                broken("// only a comment").reports("a.epl:1:1: holds no statement"),
                broken(
                                "@Name('a') @Alert(severity='info', summary='x') select a.host as host from Metric#time(1 min) as a, Metric#time(1 min) as b where a.hots = b.host;")
                        .reports("a.epl:1:133: 'hots' is no column of 'a', did you mean 'host'?"),
                broken("select max(metric, ) from Metric;")
                        .reports("a.epl:1:20: unexpected ')', please check the select clause near the word 'from'"),
                broken("select host from pattern [every a=Metric -> b=Metric(b.metric > 3)];")
                        .reports(
                                "a.epl:1:8: 'host' alone is no column here; say of which stream or pattern tag, such as a.host"),
                broken("create context C partition by host from Metric;", "context D select host from Metric;")
                        .reports("b.epl:1:9: there is no context 'D'"),
                broken("on W delete from V;").reports("a.epl:1:4: there is no event, window or table 'W'"),
                broken(
                                "select * from Metric match_recognize (measures A.metric as m pattern (A B) define A as A.metric > 3, B as C.metric > 4);")
                        .reports("a.epl:1:107: Failed to find a stream named 'C'"),
                broken("@Name('a') @Alert(severity='info', summary='x') select host, host from Metric;")
                        .reports("a.epl:1:56: the column 'host' is selected twice"),
                broken("@Name('a') @Alert(severity='info', summary='x', absence=true) select service from Metric;")
                        .reports(
                                "a.epl:1:49: absence = true needs the column 'host', to know whose return resolves the alert"),
                broken("@name('a') @alert(severity='info', summary='x') select host from Metric;")
                        .reports("a.epl:1:13: there is no annotation @alert, did you mean 'Alert'?"),
                broken("@name('a') select host from Metric; @Name('a') select host from Metric;")
                        .reports(
                                "a.epl:1:43: the name 'a' is taken by the rule at a.epl:1; names are unique over the folder"),
                broken(
                                """
                    select host
                    from Metric
                    where metric >""")
                        .reports("a.epl:3:15: unexpected end of the statement, please check the where clause"),
                broken(
                                "@Name('a') @Alert(severity='info', summary='x') @Resolve('host') select host, service from Metric;")
                        .reports("a.epl:1:58: @Resolve names 'host', but no @Alert rule has that name"),
                broken("select host from Metric where " + "(".repeat(51) + "true" + ")".repeat(51) + ";")
                        .reports("a.epl:1:81: brackets are nested deeper than 50 levels"),
                broken("select host from Metric where host in ('a'" + ", 'a'".repeat(2_500) + ");")
                        .reports(
                                "a.epl:1:12520: the statement goes on after 5000 words and signs; split it, chaining the parts by insert into"),
                broken("select host from Metric where host = 'a\u001b[31m' and metrik > 3 \u0007;")
                        .reports("a.epl:1:62: unexpected character '\\u{7}'"),
                broken("""
                    select host from Metrics;
                    """)
                        .reports("a.epl:1:18: there is no event, window or table 'Metrics', did you mean 'Metric'?"));
    }
}
