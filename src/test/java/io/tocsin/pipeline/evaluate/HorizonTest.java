package io.tocsin.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tocsin.config.Problem;
import io.tocsin.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of each form: the horizon it needs, or why it cannot be rebuilt and what to write instead. */
class HorizonTest {
    /** A rule file {@code a.epl}, and every warning of it. */
    record Case(String epl, List<String> warnings) {
        Case of(String... lines) {
            return new Case(epl, List.of(lines));
        }

        @Override
        public String toString() {
            return epl;
        }
    }

    private static Case warned(String epl) {
        return new Case(epl, List.of());
    }

    private static List<String> warnings(RuleSet set) {
        return set.warnings().stream().map(Problem::warning).toList();
    }

    private static String horizon(Settings settings, String epl) throws Exception {
        RuleSet set = Rules.compile(settings, Rules.files(epl));
        assertThat(warnings(set)).isEmpty();
        return set.lookbacks().get(set.lookbacks().size() - 1).need().toString();
    }

    static List<Forms.Form> forms() {
        return Forms.all();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void whatCanBeRebuiltNeedsAHorizonAndNoWarning(Forms.Form form) throws Exception {
        assertThat(horizon(Forms.settings(), form.rules())).isEqualTo(form.horizon());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatCannotBeRebuiltIsWarnedOf(Case c) throws Exception {
        RuleSet set = Rules.compile(Settings.defaults(), Rules.files(c.epl()));
        assertThat(warnings(set)).isEqualTo(c.warnings());
        assertThat(set.horizon(Settings.defaults())).isEqualTo(3_600_000);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void strictRulesRefuseIt(Case c) {
        Settings.Rules d = Settings.defaults().rules();
        Settings strict = TestSettings.with(
                Settings.defaults(), new Settings.Rules(d.horizon(), d.poll(), true, d.timeZone(), Map.of()));
        RuleException e = catchThrowableOfType(RuleException.class, () -> Rules.compile(strict, Rules.files(c.epl())));
        assertThat(e.problems().stream().map(Problem::warning)).isEqualTo(c.warnings());
    }

    @Test
    void theShippedRulesAreAllRebuilt() throws Exception {
        RuleSet set = new RuleCompiler(Settings.defaults()).compile(new RuleFolder(Path.of("epl")));
        assertThat(warnings(set)).isEmpty();
        assertThat(set.lookbacks()).extracting(l -> l.need().toString()).contains("none", "last event", "16 min 1 s");
    }

    /** The longest pause of each crontab, a second added. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/15, *, *, *, *        | 15 min 1 s",
                "7, *, *, *, *           | 1 h 1 s",
                "0, [6, 18], *, *, *     | 12 h 1 s",
                "0, 8:17, *, *, *        | 15 h 1 s",
                "*/1, 8:17, *, *, 1:5    | 2 d 14 h 1 min 1 s",
                "0, 0, 1, *, *           | 31 d 1 s",
                "0, 0, last, *, *        | 31 d 1 s",
                "0, 0, *, *, 0           | 7 d 1 s",
                "0, 0, 29, 2, *          | 1461 d 1 s",
                "*, *, *, *, *, */10     | 11 s",
                "*, *, *, *, *, 30       | 1 min 1 s",
                "[0, 50], *, *, *, *     | 50 min 1 s",
                "55, [7, 9], *, *, *     | 22 h 1 s",
            })
    void aCrontabNeedsItsLongestPause(String crontab, String horizon) throws Exception {
        assertThat(horizon(Settings.defaults(), "select host from Metric output at (" + crontab + ");"))
                .isEqualTo(horizon);
    }

    @Test
    void whereClocksArePutBackADayHasAnHourMore() throws Exception {
        Settings.Rules d = Settings.defaults().rules();
        Settings berlin = TestSettings.with(
                Settings.defaults(),
                new Settings.Rules(d.horizon(), d.poll(), false, java.time.ZoneId.of("Europe/Berlin"), Map.of()));
        assertThat(horizon(berlin, "select host from Metric output at (0, 3, *, *, *);"))
                .isEqualTo("1 d 2 h 1 s");
    }

    @Test
    void aTtlIsAsLongAsTheLongestOfTheSettings() throws Exception {
        Settings settings = TestSettings.with(
                Settings.defaults(),
                new Settings.Ttl(
                        Duration.ofMinutes(5),
                        Map.of("Pressure", Duration.ofMinutes(1)),
                        Map.of("slow", Duration.ofHours(2))));
        assertThat(horizon(
                        settings,
                        "select host from Metric(metric > 5)#unique(host)#timetolive(seen + cast(ttl * 1000, long))"
                                + " retain-intersection;"))
                .isEqualTo("2 h 1 s");
    }

    @Test
    void theLongestCountsButNoLessThanTheSetting() throws Exception {
        Settings d = Settings.defaults();
        String hours = "select host, max(metric) as m from Metric#time(2 hours) group by host;";
        String minutes = "select host, max(metric) as m from Metric#time(2 min) group by host;";
        assertThat(Rules.compile(d, Rules.files(hours, minutes)).horizon(d)).isEqualTo(7_201_000);
        assertThat(Rules.compile(d, Rules.files(minutes)).horizon(d)).isEqualTo(3_600_000);
    }

    @Test
    void aRuleThatHangsOnAnotherIsNamedAsWell() throws Exception {
        RuleSet set = Rules.compile(
                Settings.defaults(),
                Rules.files(
                        """
                        insert into A select host, count(*) as n from Metric group by host;
                        insert into B select host, n from A;
                        @Name('few') @Alert(severity = 'info', summary = '{n}', key = 'host')
                        select host, n from B(n < 5);"""));
        assertThat(warnings(set))
                .containsExactly(
                        "a.epl:1:28: warning: 'count' without a window counts for ever, so it cannot be rebuilt; write a"
                                + " window, as in Metric#time(1 hour)",
                        "a.epl:4:1: warning: 'few' hangs on what cannot be rebuilt, as another warning says, so neither"
                                + " can it");
    }

    @Test
    void aCircleIsWarnedOf() throws Exception {
        RuleSet set = Rules.compile(
                Settings.defaults(),
                Rules.files(
                        """
                        create schema A (host string, metric double);
                        insert into A select host, metric from Metric;
                        insert into A select host, max(metric) as metric from A#time(1 min) group by host
                        output last at (*/1, *, *, *, *);"""));
        assertThat(warnings(set)).isNotEmpty().allMatch(w -> w.contains("feeds itself"));
    }

    static List<Case> cases() {
        return List.of(
                warned("select host, count(*) as n from Metric group by host;")
                        .of("a.epl:1:14: warning: 'count' without a window counts for ever, so it "
                                + "cannot be rebuilt; write a window, as in Metric#time(1 hour)"),
                warned("select avg(metric) as a from Metric;")
                        .of("a.epl:1:8: warning: 'avg' without a window counts for ever, so it "
                                + "cannot be rebuilt; write a window, as in Metric#time(1 hour)"),
                warned("select metric from Metric#keepall;")
                        .of("a.epl:1:27: warning: '#keepall' keeps everything for ever, so it "
                                + "cannot be rebuilt; write #time(1 hour), or #unique(host, service) for "
                                + "the last of each sensor"),
                warned("select metric from Metric#length(3);")
                        .of("a.epl:1:27: warning: '#length' of more than two reaches back any "
                                + "length of time, so it cannot be rebuilt; write #time(5 min), or "
                                + "#length(2) with prev(1, ...)"),
                warned("select prev(2, metric) as p from Metric#groupwin(host, " + "service)#length(3);")
                        .of("a.epl:1:65: warning: '#length' of more than two reaches back any "
                                + "length of time, so it cannot be rebuilt; write #time(5 min), or "
                                + "#length(2) with prev(1, ...)"),
                warned("select prev(1, metric) as p from Metric(metric > 60)#groupwin(host, " + "service)#length(2);")
                        .of("a.epl:1:78: warning: '#length(2)' keeps the last event that fits, "
                                + "which may be older than the sensor's last and of any age, so it cannot "
                                + "be rebuilt; choose by host and service alone and compare the values in "
                                + "the where clause, or add #time(1 hour) and retain-intersection"),
                warned("select rstream metric from Metric#groupwin(host, service)#length(2);")
                        .of("a.epl:1:59: warning: of '#length(2)' only the newer event can be "
                                + "rebuilt; write #time(5 min), or use it for prev(1, ...) alone, with "
                                + "groups like those of the window"),
                warned("select service, count(*) as n from Metric#groupwin(host, "
                                + "service)#length(2) group by service;")
                        .of("a.epl:1:67: warning: of '#length(2)' only the newer event can be "
                                + "rebuilt; write #time(5 min), or use it for prev(1, ...) alone, with "
                                + "groups like those of the window"),
                warned("select prior(2, metric) as p from Metric;")
                        .of("a.epl:1:8: warning: 'prior' reaches back any length of time, so it "
                                + "cannot be rebuilt; write prev(1, ...) from Metric#groupwin(host, "
                                + "service)#length(2)"),
                warned("select metric from Metric#length_batch(10);")
                        .of("a.epl:1:27: warning: '#length_batch' counts from the engine's start, "
                                + "so it cannot be rebuilt; write #time_batch(1 min, 0L)"),
                warned("select rstream metric from Metric#time_accum(60 sec);")
                        .of("a.epl:1:35: warning: '#time_accum' keeps everything until a pause "
                                + "comes, so it cannot be rebuilt; write #time(1 min)"),
                warned("select metric from Metric#time_length_batch(1 min, 100);")
                        .of("a.epl:1:27: warning: '#time_length_batch' counts from the engine's "
                                + "start, so it cannot be rebuilt; write #time_batch(1 min, 0L)"),
                warned("select host, max(metric) as m from Metric(metric > "
                                + "85)#ext_timed_batch(seen, 1 min, 0L) group by host;")
                        .of("a.epl:1:56: warning: '#ext_timed_batch' stays open until the next "
                                + "event comes, so it cannot be rebuilt; write #time_batch(1 min, 0L)"),
                warned("select count(*) as n from Metric#ext_timed_batch(seen, 1 min, 0L);")
                        .of("a.epl:1:34: warning: '#ext_timed_batch' stays open until the next "
                                + "event comes, so it cannot be rebuilt; write #time_batch(1 min, 0L)"),
                warned("select host, max(metric) as m from Metric#ext_timed(seen, 5 min) group " + "by host;")
                        .of("a.epl:1:43: warning: '#ext_timed' lets go only when the next event "
                                + "comes, so it cannot be rebuilt; write #time(5 min)"),
                warned("select count(*) as n from Metric#ext_timed(time, 5 min);")
                        .of("a.epl:1:34: warning: '#ext_timed' of a time that may lie ahead of the "
                                + "clock keeps its events for any length of time, so it cannot be "
                                + "rebuilt; write #ext_timed(seen, ...), or #time(5 min)"),
                warned("select count(*) as n from Metric#time_order(time, 5 min);")
                        .of("a.epl:1:34: warning: '#time_order' of a time that may lie ahead of the "
                                + "clock keeps its events for any length of time, so it cannot be "
                                + "rebuilt; write #time_order(seen, ...), or #time(5 min)"),
                warned("select metric from Metric#expr(oldest_timestamp > newest_timestamp - " + "300000);")
                        .of("a.epl:1:27: warning: '#expr' may keep anything for ever, so it cannot "
                                + "be rebuilt; write #time(5 min)"),
                warned("select metric from Metric#firstunique(host, service);")
                        .of("a.epl:1:27: warning: '#firstunique' keeps the first of each key for "
                                + "ever, so it cannot be rebuilt; write #unique(...), which keeps the "
                                + "last"),
                warned("select metric from Metric#firsttime(5 min);")
                        .of("a.epl:1:27: warning: '#firsttime' counts from the engine's start, so "
                                + "it cannot be rebuilt; write #time(1 hour), or a context by crontab"),
                warned("select metric from Metric#sort(10, metric desc);")
                        .of("a.epl:1:27: warning: '#sort' keeps the extremes of all time, so it "
                                + "cannot be rebuilt; write #time(1 hour), and order by with limit"),
                warned("select metric from Metric#rank(host, 10, metric desc);")
                        .of("a.epl:1:27: warning: '#rank' keeps the extremes of all time, so it "
                                + "cannot be rebuilt; write #time(1 hour), and order by with limit"),
                warned("select metric from Metric#firstunique(host)#time(5 min) " + "retain-intersection;")
                        .of("a.epl:1:27: warning: '#firstunique' keeps the first of each key for "
                                + "ever, so it cannot be rebuilt; write #unique(...), which keeps the "
                                + "last"),
                warned("select metric from Metric#unique(host)#keepall retain-union;")
                        .of("a.epl:1:40: warning: '#keepall' keeps everything for ever, so it "
                                + "cannot be rebuilt; write #time(1 hour), or #unique(host, service) for "
                                + "the last of each sensor"),
                warned("select maxever(metric) as m from Metric;")
                        .of("a.epl:1:8: warning: 'maxever' never forgets, so it cannot be rebuilt; "
                                + "write max(...) over #time"),
                warned("select host, lastever(metric) as m from Metric#time(5 min) group by " + "host;")
                        .of("a.epl:1:14: warning: 'lastever' never forgets, so it cannot be "
                                + "rebuilt; write last(...) over #unique(host, service), or over #time"),
                warned("select rate(60) as r from Metric output snapshot at (*/1, *, *, *, *);")
                        .of("a.epl:1:8: warning: 'rate' never forgets, so it cannot be rebuilt; "
                                + "write count(*) / 60 from Metric#time(60 sec)"),
                warned("select metric from Metric(metric > 60)#unique(host, service);")
                        .of("a.epl:1:40: warning: '#unique' keeps the last event that fits, which "
                                + "may be older than the sensor's last and of any age, so it cannot be "
                                + "rebuilt; choose by host and service alone and compare the values in "
                                + "the where clause, or add #time(1 hour) and retain-intersection"),
                warned("select metric from Metric#unique(context);")
                        .of("a.epl:1:27: warning: '#unique' keeps the last event of something other "
                                + "than sensors, which may be of any age, so it cannot be rebuilt; write "
                                + "host and service or one of them for its keys, or add #time(1 hour) and "
                                + "retain-intersection"),
                warned("select rstream host from Metric(metric > 60)#unique(host, "
                                + "service)#timetolive(time + 600000) retain-intersection;")
                        .of("a.epl:1:46: warning: '#unique' keeps the last event that fits, which "
                                + "may be older than the sensor's last and of any age, so it cannot be "
                                + "rebuilt; choose by host and service alone and compare the values in "
                                + "the where clause, or add #time(1 hour) and retain-intersection"),
                warned("create variable long n = 5; on Metric(metric > 5) set n = n + 1; "
                                + "select metric from Metric#time(n sec);")
                        .of(
                                "a.epl:1:55: warning: 'n' is set by more than the last event of each "
                                        + "sensor, so it cannot be rebuilt; set it from a stream chosen by host "
                                        + "and service alone, to what the event says",
                                "a.epl:1:92: warning: how long '#time' keeps an event is not known "
                                        + "before it runs, so it cannot be rebuilt; write a time period, such as "
                                        + "5 min, or a variable of the settings that no rule sets"),
                warned("select a.host from pattern [every (a=Metric(metric > 60) -> " + "b=Metric(metric < 20))];")
                        .of("a.epl:1:29: warning: 'every (...)' begins anew only when what is in "
                                + "the brackets has ended, so it cannot be rebuilt; write 'every "
                                + "a=Metric(...) -> b=Metric(...) where timer:within(10 min)', which "
                                + "begins anew at each a"),
                warned("select a.host from pattern [every (a=Metric(metric > 60) -> "
                                + "b=Metric(metric < 20) where timer:within(1 min))];")
                        .of("a.epl:1:29: warning: 'every (...)' begins anew only when what is in "
                                + "the brackets has ended, so it cannot be rebuilt; write 'every "
                                + "a=Metric(...) -> b=Metric(...) where timer:within(10 min)', which "
                                + "begins anew at each a"),
                warned("select a.host from pattern [every a=Metric(metric > 60) -> " + "b=Metric(metric < 20)];")
                        .of("a.epl:1:60: warning: what is waited for here may never come, so it "
                                + "cannot be rebuilt; write 'where timer:within(10 min)' behind it, with "
                                + "the time you mean"),
                warned("select a.host from pattern [a=Metric(metric > 60)];")
                        .of("a.epl:1:29: warning: a pattern without 'every' happens once after the "
                                + "engine's start, so it cannot be rebuilt; write 'every a=Metric(...) -> "
                                + "b=Metric(...) where timer:within(10 min)', which begins anew at each a"),
                warned("select a.host from pattern [every-distinct(a.host, 10 min) " + "a=Metric(metric > 80)];")
                        .of("a.epl:1:29: warning: 'every-distinct' remembers what it has seen, so "
                                + "it cannot be rebuilt; write 'every', the key of an alert keeps it from "
                                + "ringing twice"),
                warned("select a.host from pattern [every a=Metric and every b=Metric(metric > " + "5)];")
                        .of("a.epl:1:44: warning: 'and' waits for both, so it cannot be rebuilt; "
                                + "write 'every a=Metric(...) -> b=Metric(...) where timer:within(10 "
                                + "min)', which begins anew at each a"),
                warned("select a.host from pattern [every a=Metric(metric > 80) -> every "
                                + "b=Metric(host = a.host) where timer:within(1 min)];")
                        .of("a.epl:1:60: warning: 'every' behind '->' goes on for ever once it has "
                                + "begun, so it cannot be rebuilt; write 'every a=Metric(...) -> "
                                + "b=Metric(...) where timer:within(10 min)', which begins anew at each a"),
                warned("select a[0].host from pattern [every [3] a=Metric(metric > 80)];")
                        .of("a.epl:1:32: warning: 'every (...)' begins anew only when what is in "
                                + "the brackets has ended, so it cannot be rebuilt; write 'every "
                                + "a=Metric(...) -> b=Metric(...) where timer:within(10 min)', which "
                                + "begins anew at each a"),
                warned("select a.host from pattern [not a=Metric(metric > 80)];")
                        .of("a.epl:1:29: warning: 'not' alone is true once after the engine's "
                                + "start, so it cannot be rebuilt; write 'every a=Metric(...) -> "
                                + "b=Metric(...) where timer:within(10 min)', which begins anew at each a"),
                warned("select metric from Metric output every 100 events;")
                        .of("a.epl:1:34: warning: 'output every ... events' counts from the "
                                + "engine's start, so it cannot be rebuilt; write 'output last at (*/1, "
                                + "*, *, *, *)'"),
                warned("select metric from Metric output after 5 min at (*/1, *, *, *, *);")
                        .of("a.epl:1:34: warning: 'output after' counts from the engine's start, so "
                                + "it cannot be rebuilt; write 'output last at (*/1, *, *, *, *)'"),
                warned("create variable int n = 0; on Metric set n = 1; select metric from "
                                + "Metric output last when n > 0;")
                        .of("a.epl:1:87: warning: 'output when' hangs on variables and counts that "
                                + "are older than any horizon, so it cannot be rebuilt; write 'output "
                                + "last at (*/1, *, *, *, *)'"),
                warned("select count(*) as n from Metric(metric > 110)#time(5 min) output "
                                + "snapshot at (*/1, *, *, *, *);")
                        .of("a.epl:1:76: warning: this crontab begins at the first event that is "
                                + "chosen, so it cannot be rebuilt; write 'select (select count(*) from "
                                + "Metric(...)#time(5 min)) as n from pattern [every timer:at(*/1, *, *, "
                                + "*, *)]'"),
                warned("select context, max(metric) as m from Metric#time(5 min) group by "
                                + "context output all at (*/1, *, *, *, *);")
                        .of("a.epl:1:82: warning: 'output all' tells of every group there ever was, "
                                + "so it cannot be rebuilt; write 'output last at' or 'output snapshot "
                                + "at'"),
                warned("select * from Metric match_recognize (partition by host measures "
                                + "A.host as h pattern (A B) define B as B.metric > A.metric);")
                        .of("a.epl:1:22: warning: match_recognize that skips what it has matched "
                                + "hangs on all matches before, so it cannot be rebuilt; write 'after "
                                + "match skip to next row'"),
                warned("select * from Metric match_recognize (partition by host measures "
                                + "A.host as h after match skip to next row pattern (A B C) define B as "
                                + "B.metric > A.metric);")
                        .of("a.epl:1:107: warning: how long this match may take has no end, so it "
                                + "cannot be rebuilt; define its last event within a time of its first, "
                                + "as in 'C.seen - A.seen < 60000', or match over #time(5 min)"),
                warned("select * from Metric match_recognize (partition by host measures "
                                + "A.host as h after match skip to next row pattern (A B*) interval 60 "
                                + "seconds define A as A.metric > 85, B as B.metric > 85);")
                        .of("a.epl:1:122: warning: 'interval' in match_recognize counts from the "
                                + "first event of a match, so it cannot be rebuilt; write a pattern, such "
                                + "as 'every a=Metric(...) -> (timer:interval(1 min) and not "
                                + "Metric(...))'"),
                warned("select * from Metric match_recognize (partition by host measures "
                                + "A.host as h after match skip to next row pattern (A B+ C) define B as "
                                + "B.metric > 85, C as C.seen - A.seen < 60000);")
                        .of("a.epl:1:107: warning: match_recognize with repetitions or alternatives "
                                + "is not known to be rebuildable; write a row of single events, as in "
                                + "'pattern (A B C)'"),
                warned("create context K partition by host from Metric; context K select host, "
                                + "count(*) as n from Metric;")
                        .of("a.epl:1:72: warning: 'count' without a window counts for ever, so it "
                                + "cannot be rebuilt; write a window, as in Metric#time(1 hour)"),
                warned("create context C initiated by Metric(metric > 60) as m terminated "
                                + "after 1 min; context C select host, count(*) as n from Metric;")
                        .of("a.epl:1:18: warning: a context that events or the engine's start begin "
                                + "is not known to be rebuildable; write 'start (0, *, *, *, *) end (30, "
                                + "*, *, *, *)', or 'partition by host, service from Metric'"),
                warned("create context C start @now end after 5 min; context C select host, "
                                + "count(*) as n from Metric;")
                        .of("a.epl:1:18: warning: a context that events or the engine's start begin "
                                + "is not known to be rebuildable; write 'start (0, *, *, *, *) end (30, "
                                + "*, *, *, *)', or 'partition by host, service from Metric'"),
                warned("create table T(host string primary key, n count(*)); into table T "
                                + "select count(*) as n from Metric group by host;")
                        .of("a.epl:1:74: warning: 'count' without a window counts for ever, so it "
                                + "cannot be rebuilt; write a window, as in Metric#time(1 hour)"),
                warned("create table T(c string primary key, n count(*)); into table T select "
                                + "count(*) as n from Metric(metric > 5)#time(5 min) group by host;")
                        .of("a.epl:1:62: warning: a table keeps a row for every group there ever "
                                + "was, so it cannot be rebuilt; group by host and service alone and "
                                + "choose by them alone, or look at the window itself"),
                warned("create window W#unique(host) as (host string, n long); on Metric as m "
                                + "merge W as w where w.host = m.host when matched then update set w.n = "
                                + "w.n + 1 when not matched then insert select m.host as host, 1L as n; "
                                + "on pattern [every timer:at(*/1, *, *, *, *)] select host, n from W;")
                        .of("a.epl:1:71: warning: what 'merge' did to 'W' hangs on more than the "
                                + "last event of each sensor, so it cannot be rebuilt; keep the last of "
                                + "each sensor, as in 'on Metric as m merge W as w where w.host = m.host "
                                + "and w.service = m.service when matched then update set w.metric = "
                                + "m.metric when not matched then insert select ...' without further "
                                + "conditions, or give the window a time, as in 'create window W#time(1 "
                                + "hour)'"),
                warned("create window W#unique(host) as Metric; insert into W select * from "
                                + "Metric; on Metric(metric < 5) as m delete from W as w where w.host = "
                                + "m.host;")
                        .of("a.epl:1:104: warning: what 'delete' did to 'W' hangs on more than the "
                                + "last event of each sensor, so it cannot be rebuilt; keep the last of "
                                + "each sensor, as in 'on Metric as m merge W as w where w.host = m.host "
                                + "and w.service = m.service when matched then update set w.metric = "
                                + "m.metric when not matched then insert select ...' without further "
                                + "conditions, or give the window a time, as in 'create window W#time(1 "
                                + "hour)'"),
                warned("create window W#unique(host) as Metric; insert into W select * from " + "Metric(metric > 5);")
                        .of("a.epl:1:17: warning: '#unique' keeps the last event that fits, which "
                                + "may be older than the sensor's last and of any age, so it cannot be "
                                + "rebuilt; choose by host and service alone and compare the values in "
                                + "the where clause, or add #time(1 hour) and retain-intersection"),
                warned("create window W#keepall as Metric; insert into W select * from Metric; "
                                + "select host from W;")
                        .of("a.epl:1:17: warning: '#keepall' keeps everything for ever, so it "
                                + "cannot be rebuilt; write #time(1 hour), or #unique(host, service) for "
                                + "the last of each sensor"),
                warned("create variable double total = 0; on Metric(metric > 5) set total = "
                                + "metric; select total, host from Metric;")
                        .of("a.epl:1:61: warning: 'total' is set by more than the last event of "
                                + "each sensor, so it cannot be rebuilt; set it from a stream chosen by "
                                + "host and service alone, to what the event says"),
                warned("create expression recent { (select max(metric) from Metric#keepall) }; "
                                + "select host from Metric where recent > 5;")
                        .of("a.epl:1:102: warning: the expression 'recent' looks beyond the event "
                                + "at hand, which is not known to be rebuildable; write what it does in "
                                + "its place"),
                warned("insert into A select host, metric from Metric(metric > 60); select "
                                + "host from A#unique(host);")
                        .of("a.epl:1:80: warning: '#unique' keeps the last event that fits, which "
                                + "may be older than the sensor's last and of any age, so it cannot be "
                                + "rebuilt; choose by host and service alone and compare the values in "
                                + "the where clause, or add #time(1 hour) and retain-intersection"),
                warned("insert into A select host, count(*) as n from Metric group by host; "
                                + "select host, max(n) as m from A#time(5 min) group by host;")
                        .of("a.epl:1:28: warning: 'count' without a window counts for ever, so it "
                                + "cannot be rebuilt; write a window, as in Metric#time(1 hour)"),
                warned("select host, (select max(metric) from Metric#length(10)) as m from " + "Metric;")
                        .of("a.epl:1:46: warning: '#length' of more than two reaches back any "
                                + "length of time, so it cannot be rebuilt; write #time(5 min), or "
                                + "#length(2) with prev(1, ...)"),
                warned("select metric from Metric#time(5 min)#length_batch(10) " + "retain-intersection;")
                        .of("a.epl:1:39: warning: '#length_batch' counts from the engine's start, "
                                + "so it cannot be rebuilt; write #time_batch(1 min, 0L)"),
                warned("select metric from Metric#time_batch(1 min, 0L, 'FORCE_UPDATE');")
                        .of("a.epl:1:27: warning: '#time_batch' with more than a time and a "
                                + "reference point, or with another window, is not known to be "
                                + "rebuildable; write '#time_batch(1 min, 0L)' alone"),
                warned("select a.host from pattern [every a=Metric(metric > 60) -> [2] " + "b=Metric(host = a.host)];")
                        .of("a.epl:1:64: warning: what is waited for here may never come, so it "
                                + "cannot be rebuilt; write 'where timer:within(10 min)' behind it, with "
                                + "the time you mean"),
                warned("select m.host from Metric(metric > 60) as m unidirectional, "
                                + "Metric(metric < 5)#lastevent as l;")
                        .of("a.epl:1:80: warning: '#lastevent' keeps the last event that fits, "
                                + "which may be older than the sensor's last and of any age, so it cannot "
                                + "be rebuilt; choose by host and service alone and compare the values in "
                                + "the where clause, or add #time(1 hour) and retain-intersection"));
    }
}
